"""What running a practical again costs: Practicum beside papermill and nbconvert, as whole processes, in turns.

    python -m venv VENV && VENV/bin/pip install -r Benchmarks/requirements-rerun.txt
    VENV/bin/python Benchmarks/rerun.py --data FOLDER

FOLDER holds train.txt and valid.txt (CoNLL columns), train.json and dev.json (SQuAD v1.1). Both sides use all-MiniLM-L6-v2 at
full size, 64 + 64 training and 32 + 32 validation examples, one epoch. papermill and nbconvert keep nothing between runs, so to see
one section again their user executes the whole notebook. The notebook is written by this script; its sections do what the
practical's do: load, tokenize, model, train, evaluate, plot, ask.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

CELLS = [
    """
import json, torch
from transformers import AutoModel, AutoTokenizer
import matplotlib.pyplot as plt
torch.manual_seed(42)
""",
    """
def conll(path, limit):
    sentences, words, tags = [], [], []
    for line in open(path):
        parts = line.split()
        if not parts or parts[0] == "-DOCSTART-":
            if words: sentences.append((words, tags)); words, tags = [], []
            if len(sentences) == limit: break
        else: words.append(parts[0]); tags.append(parts[-1])
    return sentences
def squad(path, limit):
    found = []
    for article in json.load(open(path))["data"]:
        for paragraph in article["paragraphs"]:
            for question in paragraph["qas"]:
                found.append((question["question"], paragraph["context"], question["answers"][0]))
                if len(found) == limit: return found
    return found
ner, qa = conll(DATA + "/train.txt", 64), squad(DATA + "/train.json", 64)
ner_validation, qa_validation = conll(DATA + "/valid.txt", 32), squad(DATA + "/dev.json", 32)
""",
    """
tokenizer = AutoTokenizer.from_pretrained(ENCODER)
labels = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC"]
def ner_batch(rows):
    encoded = tokenizer([w for w, _ in rows], is_split_into_words=True, truncation=True, max_length=128,
                        padding="max_length", return_tensors="pt")
    targets = torch.full(encoded["input_ids"].shape, -100)
    for i, (_, tags) in enumerate(rows):
        last = None
        for j, word in enumerate(encoded.word_ids(i)):
            if word is not None and word != last: targets[i, j] = labels.index(tags[word])
            last = word
    return encoded, targets
def qa_batch(rows):
    encoded = tokenizer([q for q, _, _ in rows], [c for _, c, _ in rows], truncation="only_second", max_length=384,
                        padding="max_length", return_tensors="pt")
    spans = []
    for i, (_, _, answer) in enumerate(rows):
        first = encoded.char_to_token(i, answer["answer_start"], sequence_index=1) or 0
        last = encoded.char_to_token(i, answer["answer_start"] + len(answer["text"]) - 1, sequence_index=1) or 0
        spans.append((first, last))
    return encoded, torch.tensor(spans)
""",
    """
class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.bert = AutoModel.from_pretrained(ENCODER)
        self.dropout = torch.nn.Dropout(0.1)
        self.ner = torch.nn.Linear(384, 9)
        self.qa = torch.nn.Linear(384, 2)
    def forward(self, encoded, task):
        hidden = self.bert(encoded["input_ids"], attention_mask=encoded["attention_mask"]).last_hidden_state
        return getattr(self, task)(self.dropout(hidden))
model = Model()
optimizer = torch.optim.AdamW(model.parameters(), lr=5e-5, weight_decay=0.01)
""",
    """
losses = []
model.train()
for start in range(0, 64, 16):
    for task in ["ner", "qa"]:
        optimizer.zero_grad()
        if task == "ner":
            encoded, targets = ner_batch(ner[start:start + 16])
            loss = torch.nn.functional.cross_entropy(model(encoded, task).flatten(0, 1), targets.flatten())
        else:
            encoded, spans = qa_batch(qa[start:start + 16])
            logits = model(encoded, task)
            loss = sum(torch.nn.functional.cross_entropy(logits[..., k], spans[:, k]) for k in range(2)) / 2
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        losses.append(loss.item())
""",
    """
model.eval()
with torch.no_grad():
    encoded, targets = ner_batch(ner_validation)
    right = (model(encoded, "ner").argmax(-1) == targets)[targets != -100].float().mean().item()
    encoded, spans = qa_batch(qa_validation)
    exact = (model(encoded, "qa").argmax(1) == spans).all(1).float().mean().item()
print(right, exact)
""",
    """
plt.plot(losses)
plt.title("Loss per step")
plt.show()
""",
    """
context = "The Eiffel Tower is a wrought-iron lattice tower in Paris. The tower is 330 metres tall."
encoded = tokenizer("How tall is the Eiffel Tower?", context, return_tensors="pt")
with torch.no_grad():
    first, last = model(encoded, "qa").argmax(1)[0].tolist()
print(tokenizer.decode(encoded["input_ids"][0, first:last + 1]))
""",
]


def notebook(encoder, data):
    cells = [nbformat.v4.new_code_cell(f"ENCODER = {encoder!r}\nDATA = {data!r}")]
    cells += [nbformat.v4.new_code_cell(cell.strip()) for cell in CELLS]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return nbformat.v4.new_notebook(cells=cells, metadata=kernel)


def seconds(command, log):
    start = time.perf_counter()
    result = subprocess.run(command, stdout=log, stderr=log)
    if result.returncode != 0:
        sys.exit(f"{' '.join(command)} failed with status {result.returncode}: see {log.name}")
    return time.perf_counter() - start


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cache = os.environ.get("PRACTICUM_CACHE", os.path.expanduser("~/.cache/practicum"))
    options.add_argument("--practicum", default=".build/release/practicum")
    options.add_argument("--notebook", default="notebooks/practical-7.md")
    options.add_argument("--encoder", default=f"{cache}/encoders/all-MiniLM-L6-v2")
    options.add_argument("--data", required=True, help="train.txt, valid.txt, train.json, dev.json")
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--notebook-rounds", type=int, default=3, help="of papermill and nbconvert")
    arguments = options.parse_args()
    data = os.path.abspath(arguments.data)
    with tempfile.TemporaryDirectory() as folder, open(os.path.join(folder, "log"), "w") as log:
        book = [arguments.notebook, "-o", f"{folder}/report.html", "--store", f"{folder}/store",
                "-p", "train-samples=64", "-p", "validation-samples=32",
                "-p", "epochs=1", "-p", f"encoder={arguments.encoder}", "-p", f"ner-train={data}/train.txt",
                "-p", f"ner-validation={data}/valid.txt", "-p", f"qa-train={data}/train.json",
                "-p", f"qa-validation={data}/dev.json"]
        run = [arguments.practicum, "run", *book]
        ipynb = f"{folder}/practical.ipynb"
        nbformat.write(notebook(os.path.abspath(arguments.encoder), data), ipynb)
        python = [sys.executable, "-m"]
        papermill = [*python, "papermill", "--no-progress-bar", ipynb, f"{folder}/out.ipynb"]
        nbconvert = [*python, "jupyter", "nbconvert", "--to", "html", "--output-dir", folder]
        ours = {
            "everything, for the first time": [*run, "--fresh"],
            "nothing changed": run,
            "15. Visualize alone": [*run, "--section", "15", "--fresh"],
            "16.2 QA inference alone": [*run, "--section", "16.2", "--fresh"],
            "the report again": [arguments.practicum, "render", *book],
            "what is stale?": [arguments.practicum, "status", *book],
            "--help": [arguments.practicum, "--help"],
        }
        theirs = {
            "papermill": papermill,
            "nbconvert --execute": [*nbconvert, "--execute", ipynb],
            "nbconvert, no execution": [*nbconvert, f"{folder}/out.ipynb"],
        }
        times = {name: [] for name in [*ours, *theirs]}
        seconds(ours["everything, for the first time"], log)
        seconds(papermill, log)
        for turn in range(max(arguments.rounds, arguments.notebook_rounds)):
            for name, command in ours.items():
                if turn < (arguments.notebook_rounds if name.startswith("everything") else arguments.rounds):
                    times[name].append(seconds(command, log))
            for name, command in theirs.items():
                if turn < arguments.notebook_rounds:
                    times[name].append(seconds(command, log))
    report(times, list(ours), list(theirs))


def report(times, ours, theirs):
    processor = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                      if line.startswith("model name")), platform.processor()) if Path("/proc/cpuinfo").exists() else ""
    print(f"{processor}, {os.cpu_count()} cores; medians of whole processes in seconds, (min to max)\n")
    median = {name: statistics.median(values) for name, values in times.items()}

    def shown(name):
        return f"{median[name]:.3f} ({min(times[name]):.3f} to {max(times[name]):.3f})"

    peers = {"everything, for the first time": "papermill", "nothing changed": "papermill",
             "15. Visualize alone": "papermill", "16.2 QA inference alone": "papermill",
             "the report again": "nbconvert, no execution"}
    print("| | Practicum | papermill, nbconvert | ratio |\n| --- | --- | --- | --- |")
    for name in ours:
        peer = peers.get(name)
        other = f"{shown(peer)} ({peer})" if peer else ""
        ratio = f"{median[peer] / median[name]:.0f}" if peer else ""
        print(f"| {name} | {shown(name)} | {other} | {ratio} |")
    print(f"| | | {shown('nbconvert --execute')} (nbconvert --execute) | |")


if __name__ == "__main__":
    main()
