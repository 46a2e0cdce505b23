"""Reading a whole data set and tokenizing it: ours beside `datasets` with the fast tokenizer, on the same Parquet files.

    python -m venv VENV && VENV/bin/pip install datasets==5.2.0 pyarrow==26.0.1 transformers==5.23.0 tokenizers==0.23.3 torch==2.13.0
    swift build -c release --product PracticalBenchmark
    VENV/bin/python Benchmarks/prepare_data.py --model ~/.cache/practicum/encoders/all-MiniLM-L6-v2 --conll train.txt --squad train.json

The CoNLL columns and SQuAD's JSON are first written as the Hub has them; the questions are repeated with other ids up to `--questions`
(87,599, as many as SQuAD v1.1 has to train on). Each measurement is a process of its own, in turns, with its own peak of memory; the
other side's work is the notebook's `tokenize_and_align_labels` and `preprocess_qa_examples`, batched by `Dataset.map`, without the
padding and without tensors, which only cost it more. The numbers of tokens must be equal.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TAGS = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC"]
PROGRAM = Path(__file__).resolve().parents[1] / ".build" / "release" / "PracticalBenchmark"


def write_tables(conll, squad, questions, folder):
    from datasets import ClassLabel, Dataset, Features, List, Value

    rows, tokens, tags = [], [], []
    for line in open(conll, encoding="utf-8"):
        parts = line.split()
        if parts and parts[0] != "-DOCSTART-":
            tokens.append(parts[0])
            tags.append(parts[-1])
        elif tokens:
            rows.append({"id": str(len(rows)), "tokens": tokens, "ner_tags": tags})
            tokens, tags = [], []
    if tokens:
        rows.append({"id": str(len(rows)), "tokens": tokens, "ner_tags": tags})
    features = Features({"id": Value("string"), "tokens": List(Value("string")), "ner_tags": List(ClassLabel(names=TAGS))})
    Dataset.from_list(rows, features=features).to_parquet(folder / "ner.parquet")

    read = [
        {
            "title": article["title"],
            "context": paragraph["context"],
            "question": question["question"],
            "answers": {key: [answer[key] for answer in question["answers"]] for key in ("text", "answer_start")},
        }
        for article in json.load(open(squad, encoding="utf-8"))["data"]
        for paragraph in article["paragraphs"]
        for question in paragraph["qas"]
    ]
    features = Features({
        "title": Value("string"), "context": Value("string"), "question": Value("string"),
        "answers": {"text": List(Value("string")), "answer_start": List(Value("int32"))}, "id": Value("string"),
    })
    rows = ({**read[index % len(read)], "id": f"q{index}"} for index in range(questions))
    Dataset.from_list(list(rows), features=features).to_parquet(folder / "qa.parquet")


def worker(kind, path, model, cache):
    from datasets import load_dataset
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(model)

    def tokenize_and_align_labels(examples):
        tokenized = tokenizer(examples["tokens"], truncation=True, max_length=128, is_split_into_words=True)
        labels = []
        for index, label in enumerate(examples["ner_tags"]):
            previous, ids = None, []
            for word in tokenized.word_ids(batch_index=index):
                ids.append(-100 if word is None or word == previous else label[word])
                previous = word
            labels.append(ids)
        return {"input_ids": tokenized["input_ids"], "labels": labels}

    def preprocess_qa_examples(examples):
        tokenized = tokenizer(
            [question.strip() for question in examples["question"]], examples["context"], truncation="only_second",
            max_length=384, stride=128, return_overflowing_tokens=True, return_offsets_mapping=True)
        starts, ends = [], []
        for index, offsets in enumerate(tokenized["offset_mapping"]):
            answers = examples["answers"][tokenized["overflow_to_sample_mapping"][index]]
            if len(answers["answer_start"]) == 0:
                starts.append(0)
                ends.append(0)
                continue
            first = answers["answer_start"][0]
            last = first + len(answers["text"][0])
            ids = tokenized.sequence_ids(index)
            begin = ids.index(1)
            end = len(ids) - 1
            while ids[end] != 1:
                end -= 1
            if not (offsets[begin][0] <= first and offsets[end][1] >= last):
                starts.append(0)
                ends.append(0)
                continue
            place = begin
            while place <= end and offsets[place][0] <= first:
                place += 1
            starts.append(place - 1)
            place = end
            while place >= begin and offsets[place][1] >= last:
                place -= 1
            ends.append(place + 1)
        keys = ("input_ids", "token_type_ids", "offset_mapping")
        return {**{key: tokenized[key] for key in keys}, "start_positions": starts, "end_positions": ends}

    started = time.perf_counter()
    data = load_dataset("parquet", data_files=str(path), split="train", cache_dir=cache)
    reading = time.perf_counter() - started
    function = tokenize_and_align_labels if kind == "ner" else preprocess_qa_examples
    features = data.map(function, batched=True, remove_columns=data.column_names)
    encoding = time.perf_counter() - started - reading
    import pyarrow.compute as compute

    tokens = compute.sum(compute.list_value_length(features.data["input_ids"])).as_py()
    result = {"reading": reading, "encoding": encoding, "examples": len(data), "sequences": len(features), "tokens": tokens}
    print(json.dumps(result), flush=True)


def measure(command, folder):
    """What a process prints last, with its seconds and its peak of memory."""
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}
    started = time.perf_counter()
    with open(folder / "output", "w+") as output:
        process = subprocess.Popen(command, stdout=output, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        output.seek(0)
        lines = output.read().splitlines()
    if status != 0:
        sys.exit(f"{command[0]} failed")
    peak = usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
    return {**json.loads(lines[-1]), "process": time.perf_counter() - started, "megabytes": peak}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--conll", required=True)
    parser.add_argument("--squad", required=True)
    parser.add_argument("--questions", type=int, default=87_599)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--program", default=str(PROGRAM))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([sys.executable, __file__, "write", options.conll, options.squad, str(options.questions), name], check=True)
        for kind in ("ner", "qa"):
            path, results = folder / f"{kind}.parquet", {"ours": [], "datasets": []}
            for index in range(options.rounds):
                ours = [options.program, "prepare", "--model", options.model, "--kind", kind, str(path)]
                # Each measurement has a cache of its own. Otherwise the library would reuse its earlier results.
                theirs = [sys.executable, __file__, "worker", kind, str(path), options.model, f"{name}/cache-{kind}-{index}"]
                for side, command in (("ours", ours), ("datasets", theirs)):
                    results[side].append(measure(command, folder))
            counts = {tuple(one[key] for key in ("examples", "sequences", "tokens")) for side in results.values() for one in side}
            if len(counts) > 1:
                sys.exit(f"{kind}: the sides differ in examples, sequences, tokens: {counts}")
            print(f"{kind}: examples, sequences, tokens: {counts.pop()}")
            medians = {}
            for side, ones in results.items():
                medians[side] = {
                    key: statistics.median(one[key] for one in ones) for key in ("reading", "encoding", "process", "megabytes")
                }
                both = [one["reading"] + one["encoding"] for one in ones]
                medians[side]["both"] = statistics.median(both)
                print(
                    f"  {side:9}" + ", ".join(f"{key} {value:.2f}" for key, value in medians[side].items())
                    + f" ({min(both):.2f} to {max(both):.2f})")
            ours, theirs = medians["ours"], medians["datasets"]
            print(
                f"  {theirs['both'] / ours['both']:.1f} times as fast, {ours['megabytes'] / theirs['megabytes']:.2f} of the memory",
                flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["worker"]:
        worker(*sys.argv[2:])
    elif sys.argv[1:2] == ["write"]:
        write_tables(sys.argv[2], sys.argv[3], int(sys.argv[4]), Path(sys.argv[5]))
    else:
        main()
