#!/usr/bin/env python3
"""Writes the sample corpus as Parquet, in the repositories' layout of the Hugging Face Hub.

    sample-parquet.py SAMPLE HUB

SAMPLE is the folder with the sample corpus as text (ner-train.txt, qa-train.json, sentiment-train.tsv and their validation
files); HUB gets datasets/lhoestq/conll2003, datasets/rajpurkar/squad and datasets/stanfordnlp/sst2. Needs pyarrow.
"""
import json
import pathlib
import sys

import pyarrow as pa
import pyarrow.parquet as pq

TAGS = ["O"] + [f"{place}-{kind}" for kind in ("PER", "ORG", "LOC", "MISC") for place in "BI"]
SENTIMENTS = ["negative", "positive"]
SPLITS = ("train", "validation")


def ner(path):
    """Sentences of CoNLL columns, with the tags' numbers."""
    sentences = [[]]
    for line in path.read_text(encoding="utf-8").split("\n"):
        columns = line.split()
        if not columns or columns[0] == "-DOCSTART-":
            sentences.append([])
        else:
            sentences[-1].append((columns[0], TAGS.index(columns[-1])))
    rows = [sentence for sentence in sentences if sentence]
    return {
        "id": [str(place) for place in range(len(rows))],
        "tokens": [[word for word, _ in row] for row in rows],
        "ner_tags": [[tag for _, tag in row] for row in rows],
    }


def qa(path):
    """Questions of SQuAD's JSON, a row each."""
    columns = {name: [] for name in ("id", "title", "context", "question", "answers")}
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            for question in paragraph["qas"]:
                columns["id"].append(question["id"])
                columns["title"].append(article["title"])
                columns["context"].append(paragraph["context"])
                columns["question"].append(question["question"])
                columns["answers"].append({
                    "text": [answer["text"] for answer in question["answers"]],
                    "answer_start": [answer["answer_start"] for answer in question["answers"]],
                })
    return columns


def sentiment(path):
    """Sentences of a table with a header: a label, a tab and a text."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n") if line][1:]
    return {
        "idx": list(range(len(rows))),
        "sentence": [text for _, text in rows],
        "label": [SENTIMENTS.index(label) for label, _ in rows],
    }


def class_label(names):
    return {"names": names, "_type": "ClassLabel"}


def main(sample, hub):
    strings = pa.list_(pa.string())
    answers = pa.struct([("text", strings), ("answer_start", pa.list_(pa.int32()))])
    data_sets = [
        ("lhoestq/conll2003", "data", "ner", "txt", ner,
         pa.schema([("id", pa.string()), ("tokens", strings), ("ner_tags", pa.list_(pa.int64()))]),
         {"ner_tags": {"feature": class_label(TAGS), "_type": "Sequence"}}),
        ("rajpurkar/squad", "plain_text", "qa", "json", qa,
         pa.schema([(name, pa.string()) for name in ("id", "title", "context", "question")] + [("answers", answers)]), {}),
        ("stanfordnlp/sst2", "data", "sentiment", "tsv", sentiment,
         pa.schema([("idx", pa.int32()), ("sentence", pa.string()), ("label", pa.int64())]),
         {"label": class_label(SENTIMENTS)}),
    ]
    for repository, folder, name, suffix, read, schema, features in data_sets:
        place = hub / "datasets" / repository
        (place / folder).mkdir(parents=True, exist_ok=True)
        metadata = {"huggingface": json.dumps({"info": {"features": features}})}
        for split in SPLITS:
            table = pa.table(read(sample / f"{name}-{split}.{suffix}"), schema=schema.with_metadata(metadata))
            pq.write_table(table, place / folder / f"{split}-00000-of-00001.parquet", compression="snappy")
        (place / "README.md").write_text("---\nlicense: apache-2.0\n---\nThe sample corpus of Practicum.\n", encoding="utf-8")


if __name__ == "__main__":
    main(*map(pathlib.Path, sys.argv[1:3]))
