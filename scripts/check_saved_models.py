"""Opens folders that `save model` wrote with transformers' pipelines, and compares what they say with a run's own predictions.

    python scripts/check_saved_models.py FOLDER…

Each FOLDER lies in the output folder of its run, beside run.json: the predictions of the run's `predict` cells are read from there.
Any transformers with torch will do. Where it has no pipeline for questions (from version 5 on), its model answers with the same
search for the best span. Prints a line for each difference, and exits with 1 when there is one that nothing explains.

What explains a difference between entities: a word with a mark or an ideograph inside (`U.S.`, `walk-out`, `東京`) has one label here, and one
for each part in a pipeline.
"""

import json
import re
import sys
from pathlib import Path

import torch
import transformers
from transformers import AutoModelForQuestionAnswering, AutoTokenizer, pipeline

MAX_ANSWER_LENGTH = 30


ODD_WORD = re.compile(r"\S*(?:\w[^\w\s]+\w|[\u4e00-\u9fff])\S*")


def outputs(run):
    for cell in run["cells"]:
        for output in cell["outputs"]:
            yield output["output"]["kind"], output["output"]["value"]


def check_entities(folder, run):
    """Entities of marked texts without a title, when their labels are among the model's."""
    find = pipeline("token-classification", str(folder), aggregation_strategy="first")
    types = {label[2:] for label in find.model.config.label2id if label != "O"}
    for kind, value in outputs(run):
        for text in value if kind == "marked-texts" else []:
            marks = text["marks"]
            if text.get("title") or not text.get("emptyNote") or any(mark["label"] not in types for mark in marks):
                continue
            ours = [(mark["start"], mark["end"], mark["label"]) for mark in marks]
            theirs = [(e["start"], e["end"], e["entity_group"]) for e in find(text["text"])]
            # Words with a combining mark or an ideograph inside: a pipeline labels each of their parts,
            # so entities that touch one are not compared.
            odd = [m.span() for m in ODD_WORD.finditer(text["text"])]
            touched = [e for e in ours + theirs if any(e[0] < end and start < e[1] for start, end in odd)]
            rest = [[e for e in side if e not in touched] for side in (ours, theirs)]
            yield text["text"], ours, theirs, rest[0] == rest[1]


def answering(folder):
    """A function from question and context to the best answer's characters."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    try:
        answer = pipeline("question-answering", str(folder))
        settings = {"max_answer_len": MAX_ANSWER_LENGTH, "align_to_words": False}
        return lambda question, context: (lambda a: (a["start"], a["end"]))(
            answer(question=question, context=context, **settings)
        )
    except (KeyError, ValueError):
        print(f"{folder}: transformers {transformers.__version__} has no pipeline for questions; its model is asked")
    model = AutoModelForQuestionAnswering.from_pretrained(folder).eval()

    def best(question, context):
        encoding = tokenizer(
            question.strip(), context, truncation="only_second", max_length=384, stride=128, return_overflowing_tokens=True,
            return_offsets_mapping=True)
        found = []
        for window, ids in enumerate(encoding["input_ids"]):
            inputs = {k: torch.tensor([encoding[k][window]]) for k in tokenizer.model_input_names}
            with torch.no_grad():
                output = model(**inputs)
            start, end = output.start_logits[0], output.end_logits[0]
            places = [i for i, s in enumerate(encoding.sequence_ids(window)) if s == 1]
            offsets = encoding["offset_mapping"][window]
            for i in places:
                for j in places:
                    if i <= j < i + MAX_ANSWER_LENGTH:
                        found.append((float(start[i] + end[j]), -window, offsets[i][0], offsets[j][1]))
        return max(found)[2:]

    return best


def check_answers(folder, run):
    """Marked texts whose title is a question."""
    best = answering(folder)
    for kind, value in outputs(run):
        for text in value if kind == "marked-texts" else []:
            if any(line["name"] == "Answer" and line["note"].startswith("token") for line in text["lines"]):
                ours = [(mark["start"], mark["end"]) for mark in text["marks"]]
                yield text["title"], ours, [best(text["title"], text["text"])], False


def check_texts(folder, run):
    """Tables of texts with a label each, and its probability in per cent."""
    classify = pipeline("text-classification", str(folder))
    for kind, value in outputs(run):
        if kind == "table" and value["columns"] == ["Text", "Label", "Probabilities"]:
            for text, label, probabilities in value["rows"]:
                if label in classify.model.config.label2id:
                    best = classify(text)[0]
                    yield text, probabilities.split(", ")[0], f"{best['label']} {100 * best['score']:.1f} %", False


CHECKS = {
    "ForTokenClassification": check_entities,
    "ForQuestionAnswering": check_answers,
    "ForSequenceClassification": check_texts,
}


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    unexplained = 0
    for folder in map(Path, sys.argv[1:]):
        run = json.loads((folder.parent / "run.json").read_text(encoding="utf-8"))
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        check = next(check for suffix, check in CHECKS.items() if config["architectures"][0].endswith(suffix))
        count = same = explained = 0
        for text, ours, theirs, isExplained in check(folder, run):
            count += 1
            if ours == theirs:
                same += 1
                continue
            explained += isExplained
            print(f"  {text[:100]!r}\n    ours   {ours}\n    theirs {theirs}" + ("   (a word with a mark inside)" if isExplained else ""))
        print(f"{folder}: {config['architectures'][0]}, {same} of {count} predictions the same")
        unexplained += count - same - explained + (count == 0)
    sys.exit(1 if unexplained else 0)


if __name__ == "__main__":
    main()
