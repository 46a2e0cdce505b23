"""The practical's data, read and encoded as the Python notebook does, without padding."""

import json
import sys

LABELS = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC"]
MAX_LENGTH = {"ner": 128, "qa": 384}
STRIDE = 128
TRAIN_COUNT, VALIDATION_COUNT = 2000, 500


def read_conll(path, count):
    """The first sentences of a file in CoNLL columns with IOB2 labels, `-DOCSTART-` left out."""
    sentences, words, labels = [], [], []
    for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], start=1):
        columns = line.split()
        if not columns or columns[0] == "-DOCSTART-":
            if words:
                sentences.append((words, labels))
                words, labels = [], []
                if len(sentences) == count:
                    break
        elif columns[-1] not in LABELS:
            sys.exit(f"{path}:{number}: error: label {columns[-1]!r} is none of {', '.join(LABELS)}")
        else:
            words.append(columns[0])
            labels.append(LABELS.index(columns[-1]))
    return sentences


def read_squad(path, count):
    """The first questions of SQuAD v1.1 JSON: (question, context, [(answer, start)])."""
    questions = []
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            for entry in paragraph["qas"]:
                answers = [(answer["text"], answer["answer_start"]) for answer in entry["answers"]]
                questions.append((entry["question"].strip(), paragraph["context"], answers))
    return questions[:count]


def tokenize_ner(tokenizer, sentences, **options):
    return tokenizer(
        [words for words, _ in sentences],
        is_split_into_words=True,
        truncation=True,
        max_length=MAX_LENGTH["ner"],
        **options,
    )


def tokenize_qa(tokenizer, questions, **options):
    return tokenizer(
        [question for question, _, _ in questions],
        [context for _, context, _ in questions],
        truncation="only_second",
        max_length=MAX_LENGTH["qa"],
        stride=STRIDE,
        return_overflowing_tokens=True,
        return_offsets_mapping=True,
        **options,
    )


def aligned_labels(encodings, row, labels):
    """A word's label on its first piece, -100 on all other tokens."""
    aligned, previous = [], None
    for word in encodings.word_ids(row):
        aligned.append(-100 if word is None or word == previous else labels[word])
        previous = word
    return aligned


def answer_span(offsets, sequence_ids, answers):
    """Positions of the first answer's first and last token; 0 and 0 when it is not wholly inside of the window."""
    if not answers:
        return 0, 0
    first, last = 0, len(sequence_ids) - 1
    while sequence_ids[first] != 1:
        first += 1
    while sequence_ids[last] != 1:
        last -= 1
    text, start = answers[0]
    end = start + len(text)
    if not (offsets[first][0] <= start and offsets[last][1] >= end):
        return 0, 0
    low, high = first, last
    while low <= last and offsets[low][0] <= start:
        low += 1
    while high >= first and offsets[high][1] >= end:
        high -= 1
    return low - 1, high + 1


def encode_ner(tokenizer, sentences):
    encodings = tokenize_ner(tokenizer, sentences)
    return [
        {"input_ids": encodings["input_ids"][row], "labels": aligned_labels(encodings, row, labels)}
        for row, (_, labels) in enumerate(sentences)
    ]


def encode_qa(tokenizer, questions):
    encodings = tokenize_qa(tokenizer, questions)
    features = []
    for row, offsets in enumerate(encodings["offset_mapping"]):
        question = encodings["overflow_to_sample_mapping"][row]
        sequence_ids = encodings.sequence_ids(row)
        start, end = answer_span(offsets, sequence_ids, questions[question][2])
        features.append(
            {
                "input_ids": encodings["input_ids"][row],
                "start": start,
                "end": end,
                "question": question,
                "offsets": [offset if part == 1 else None for offset, part in zip(offsets, sequence_ids)],
            }
        )
    return features


def notebook_ner(tokenizer, sentences):
    """The Python notebook's whole preprocessing of NER: padded, as tensors, with labels."""
    import torch

    encodings = tokenize_ner(tokenizer, sentences, padding="max_length", return_tensors="pt")
    encodings["labels"] = torch.tensor(
        [aligned_labels(encodings, row, labels) for row, (_, labels) in enumerate(sentences)]
    )
    return encodings


def notebook_qa(tokenizer, questions):
    """The Python notebook's whole preprocessing of QA: padded, as tensors, with the answers' positions."""
    import torch

    stripped = [(question.strip(), context, answers) for question, context, answers in questions]
    encodings = tokenize_qa(tokenizer, stripped, padding="max_length", return_tensors="pt")
    examples = encodings.pop("overflow_to_sample_mapping")
    spans = [
        answer_span(offsets, encodings.sequence_ids(row), stripped[examples[row]][2])
        for row, offsets in enumerate(encodings.pop("offset_mapping"))
    ]
    encodings["start_positions"] = torch.tensor([start for start, _ in spans])
    encodings["end_positions"] = torch.tensor([end for _, end in spans])
    return encodings
