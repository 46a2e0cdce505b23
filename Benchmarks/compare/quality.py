"""Scores of a trained model as the practical counts them: seqeval's F1, SQuAD's two, exact positions."""

import re
import string
from collections import Counter

import corpus


def rows_of(model, features, task, variant, size, logits_of):
    for logits in logits_of(model, features, task, variant, size):
        yield from zip(*logits) if task == "qa" else logits


def scores(model, features, questions, logits_of, variant, size):
    from seqeval.metrics import f1_score

    truth, predictions = [], []
    for feature, logits in zip(features["ner"], rows_of(model, features["ner"], "ner", variant, size, logits_of)):
        found = logits.argmax(dim=-1).tolist()
        scored = [(label, found[i]) for i, label in enumerate(feature["labels"]) if label != -100]
        truth.append([corpus.LABELS[label] for label, _ in scored])
        predictions.append([corpus.LABELS[label] for _, label in scored])

    hits, best = 0, {}
    for feature, (start, end) in zip(features["qa"], rows_of(model, features["qa"], "qa", variant, size, logits_of)):
        hits += int(start.argmax()) == feature["start"] and int(end.argmax()) == feature["end"]
        score, span = best_span(start.tolist(), end.tolist(), feature["offsets"])
        question = feature["question"]
        if span and (question not in best or score > best[question][0]):
            best[question] = (score, questions[question][1][span[0] : span[1]])
    exact = f1 = 0.0
    for index, (_, _, answers) in enumerate(questions):
        text = best.get(index, (0.0, ""))[1]
        exact += max(normalized(text) == normalized(answer) for answer, _ in answers)
        f1 += max(token_f1(text, answer) for answer, _ in answers)
    return {
        "nerF1": f1_score(truth, predictions),
        "qaExactMatch": exact / len(questions),
        "qaF1": f1 / len(questions),
        "qaPositionExactMatch": hits / len(features["qa"]),
    }


def best_span(start, end, offsets, n_best=20, max_answer_length=30):
    """The best valid pair of the best starts and ends of a window: its score and span of characters."""
    starts = sorted(range(len(start)), key=lambda i: -start[i])[:n_best]
    ends = sorted(range(len(end)), key=lambda i: -end[i])[:n_best]
    best = (float("-inf"), None)
    for first in starts:
        for last in ends:
            if max(first, last) >= len(offsets) or offsets[first] is None or offsets[last] is None:
                continue
            if first <= last < first + max_answer_length and start[first] + end[last] > best[0]:
                best = (start[first] + end[last], (offsets[first][0], offsets[last][1]))
    return best


def normalized(text):
    """SQuAD's normalisation: lower case, no punctuation, no articles, single blanks."""
    text = "".join(character for character in text.lower() if character not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", text).split())


def token_f1(prediction, answer):
    found, expected = normalized(prediction).split(), normalized(answer).split()
    common = sum((Counter(found) & Counter(expected)).values())
    if common == 0:
        return 0.0
    precision, recall = common / len(found), common / len(expected)
    return 2 * precision * recall / (precision + recall)
