"""What PyTorch takes for the practical on this machine: training steps, inference, and (--train) the whole of it.

    python Benchmarks/pytorch_step.py --model FOLDER --ner-train train.txt --qa-train train.json [--steps 10]

measures each variant in a process of its own and prints one JSON line for it: seconds per step (zero_grad, forward,
loss.item, backward, clip, AdamW, schedule) and the three epochs that follow from them. Batches are real ones, shuffled,
NER and QA in turn; one step of each warms up. The variants:

    notebook       padded to 128 and 384, float32, sdpa: the Python notebook as it stands
    padded         padded, float32, eager, set_float32_matmul_precision('medium')
    dynamic        padded to the longest of the batch, float32, eager, 'medium'
    dynamic-bf16   the same under bfloat16 autocast

--jemalloc LIB preloads that library, with the settings that suit it, for all variants but `notebook`.
--train runs one variant's whole training, with the scores at the end, instead of measuring steps.

Made with torch 2.13.0, transformers 5.23.0, seqeval 1.2.2 (the last for --train only). Data: CoNLL columns with IOB2
labels, SQuAD v1.1 JSON.
"""

import argparse
import json
import os
import platform
import re
import statistics
import string
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

VARIANTS = {
    "notebook": {"padding": "max-length", "attention": "sdpa", "precision": "highest", "bf16": False},
    "padded": {"padding": "max-length", "attention": "eager", "precision": "medium", "bf16": False},
    "dynamic": {"padding": "longest", "attention": "eager", "precision": "medium", "bf16": False},
    "dynamic-bf16": {"padding": "longest", "attention": "eager", "precision": "medium", "bf16": True},
}
LABELS = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC"]
MAX_LENGTH = {"ner": 128, "qa": 384}
STRIDE = 128
EPOCHS = 3
TRAIN_COUNT, VALIDATION_COUNT = 2000, 500
MALLOC_CONF = "dirty_decay_ms:-1,muzzy_decay_ms:-1,thp:always,oversize_threshold:0"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="Hugging Face folder of the encoder")
    parser.add_argument("--ner-train", type=Path, required=True)
    parser.add_argument("--qa-train", type=Path, required=True)
    parser.add_argument("--ner-validation", type=Path)
    parser.add_argument("--qa-validation", type=Path)
    parser.add_argument("--variants", default="notebook,dynamic", help="comma-separated, of " + ", ".join(VARIANTS))
    parser.add_argument("--steps", type=int, default=10, help="steps measured of each task")
    parser.add_argument("--inference", type=int, default=0, help="passes over the validation data, 0 for none")
    parser.add_argument("--batch-size", type=int, default=16)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--jemalloc", help="path of libjemalloc.so.2")
    parser.add_argument("--train", action="store_true", help="the whole training and its scores, of one variant")
    parser.add_argument("--measure", choices=VARIANTS, help=argparse.SUPPRESS)
    args = parser.parse_args()
    unknown = [name for name in args.variants.split(",") if name not in VARIANTS]
    if unknown:
        parser.error(f"unknown variant {unknown[0]}; there are {', '.join(VARIANTS)}")
    if args.steps < 1 or args.batch_size < 1 or args.threads < 1:
        parser.error("--steps, --batch-size and --threads are at least 1")
    if (args.inference or args.train) and not (args.ner_validation and args.qa_validation):
        parser.error("--inference and --train need --ner-validation and --qa-validation")
    return args


def main():
    args = arguments()
    if args.measure:
        measure(args)
        return
    for name in args.variants.split(","):
        environment = dict(os.environ, TRANSFORMERS_VERBOSITY="error", TOKENIZERS_PARALLELISM="false")
        environment.update(HF_HUB_OFFLINE="1", OMP_NUM_THREADS=str(args.threads))
        if args.jemalloc and name != "notebook":
            environment.update(LD_PRELOAD=args.jemalloc, MALLOC_CONF=MALLOC_CONF)
        # A process each: the peak of memory is a process's, and so is what the allocator keeps.
        command = [sys.executable, __file__, *sys.argv[1:], "--measure", name]
        status = subprocess.run(command, env=environment).returncode
        if status:
            sys.exit(f"error: variant {name} ended with status {status}")


# Data


def read_conll(path, count):
    """The first sentences of a file in CoNLL columns, `-DOCSTART-` left out."""
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
    """The first questions: (question, context, [(answer, start)])."""
    questions = []
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            for entry in paragraph["qas"]:
                answers = [(answer["text"], answer["answer_start"]) for answer in entry["answers"]]
                questions.append((entry["question"].strip(), paragraph["context"], answers))
    return questions[:count]


def encode_ner(tokenizer, sentences):
    encodings = tokenizer(
        [words for words, _ in sentences], is_split_into_words=True, truncation=True, max_length=MAX_LENGTH["ner"]
    )
    features = []
    for row, (_, labels) in enumerate(sentences):
        aligned, previous = [], None
        for word in encodings.word_ids(row):
            aligned.append(-100 if word is None or word == previous else labels[word])
            previous = word
        features.append({"input_ids": encodings["input_ids"][row], "labels": aligned})
    return features


def encode_qa(tokenizer, questions):
    encodings = tokenizer(
        [question for question, _, _ in questions],
        [context for _, context, _ in questions],
        truncation="only_second",
        max_length=MAX_LENGTH["qa"],
        stride=STRIDE,
        return_overflowing_tokens=True,
        return_offsets_mapping=True,
    )
    features = []
    for row, offsets in enumerate(encodings["offset_mapping"]):
        question = encodings["overflow_to_sample_mapping"][row]
        sequence_ids = encodings.sequence_ids(row)
        first = sequence_ids.index(1)
        last = len(sequence_ids) - 1 - sequence_ids[::-1].index(1)
        start = end = 0
        if questions[question][2]:
            text, start_character = questions[question][2][0]
            end_character = start_character + len(text)
            if offsets[first][0] <= start_character and offsets[last][1] >= end_character:
                start = max(i for i in range(first, last + 1) if offsets[i][0] <= start_character)
                end = min(i for i in range(first, last + 1) if offsets[i][1] >= end_character)
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


def collate(features, task, padding):
    """Tensors of a batch, padded to the task's length or to the longest sequence."""
    import torch

    longest = max(len(feature["input_ids"]) for feature in features)
    length = MAX_LENGTH[task] if padding == "max-length" else longest
    batch = {"task": task, "input_ids": torch.zeros(len(features), length, dtype=torch.long)}
    batch["attention_mask"] = torch.zeros_like(batch["input_ids"])
    if task == "ner":
        batch["labels"] = torch.full_like(batch["input_ids"], -100)
    else:
        batch["start_positions"] = torch.tensor([feature["start"] for feature in features])
        batch["end_positions"] = torch.tensor([feature["end"] for feature in features])
    for row, feature in enumerate(features):
        ids = feature["input_ids"]
        batch["input_ids"][row, : len(ids)] = torch.tensor(ids)
        batch["attention_mask"][row, : len(ids)] = 1
        if task == "ner":
            batch["labels"][row, : len(ids)] = torch.tensor(feature["labels"])
    return batch


def batches_in_order(features, task, padding, size):
    for first in range(0, len(features), size):
        yield collate(features[first : first + size], task, padding)


def shuffled_batches(features, task, padding, size):
    import torch

    order = torch.randperm(len(features)).tolist()
    yield from batches_in_order([features[index] for index in order], task, padding, size)


def round_robin(features, padding, size):
    """One epoch: NER and QA in turn, and the other task's when one has run dry."""
    iterators = [shuffled_batches(features[task], task, padding, size) for task in ("ner", "qa")]
    total = sum(-(-len(features[task]) // size) for task in ("ner", "qa"))
    for step in range(total):
        batch = next(iterators[step % 2], None)
        yield batch if batch is not None else next(iterators[1 - step % 2])


# Model and step


def make_model(folder, attention):
    import torch
    from torch import nn
    from torch.nn.functional import cross_entropy
    from transformers import AutoModel

    class MultiTaskModel(nn.Module):
        def __init__(self):
            super().__init__()
            self.encoder = AutoModel.from_pretrained(folder, attn_implementation=attention, dtype=torch.float32)
            width = self.encoder.config.hidden_size
            self.ner_head = nn.Linear(width, len(LABELS))
            self.qa_start_head = nn.Linear(width, 1)
            self.qa_end_head = nn.Linear(width, 1)
            self.dropout = nn.Dropout(0.1)

        def forward(self, task, input_ids, attention_mask, labels=None, start_positions=None, end_positions=None):
            states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            states = self.dropout(states)
            if task == "ner":
                logits = self.ner_head(states)
                return cross_entropy(logits.view(-1, len(LABELS)), labels.view(-1)), logits
            start = self.qa_start_head(states).squeeze(-1)
            end = self.qa_end_head(states).squeeze(-1)
            loss = (cross_entropy(start, start_positions) + cross_entropy(end, end_positions)) / 2
            return loss, (start, end)

    return MultiTaskModel()


class Trainer:
    """The practical's optimizer, schedule and step."""

    def __init__(self, model, total_steps, bf16):
        import torch
        from transformers import get_linear_schedule_with_warmup

        self.model, self.bf16 = model, bf16
        self.optimizer = torch.optim.AdamW(model.parameters(), lr=5e-5, weight_decay=0.01)
        self.schedule = get_linear_schedule_with_warmup(self.optimizer, int(0.1 * total_steps), total_steps)

    def step(self, batch):
        import torch

        self.optimizer.zero_grad()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.bf16):
            loss, _ = self.model(**batch)
        value = loss.item()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), max_norm=1.0)
        self.optimizer.step()
        self.schedule.step()
        return value


# Measuring


def peak_megabytes():
    """The process's peak resident memory."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s+(\d+)", status.read_text()).group(1)) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20  # bytes on macOS


def processor():
    cpuinfo = Path("/proc/cpuinfo")
    match = cpuinfo.exists() and re.search(r"model name\s*:\s*(.+)", cpuinfo.read_text())
    return match.group(1) if match else platform.processor() or platform.machine()


def summary(seconds):
    return {
        "median": round(statistics.median(seconds), 4),
        "mean": round(statistics.fmean(seconds), 4),
        "min": round(min(seconds), 4),
        "max": round(max(seconds), 4),
    }


def measure(args):
    import torch
    import transformers

    variant = VARIANTS[args.measure]
    torch.set_num_threads(args.threads)
    torch.set_float32_matmul_precision(variant["precision"])
    torch.manual_seed(args.seed)
    transformers.utils.logging.disable_progress_bar()
    tokenizer = transformers.AutoTokenizer.from_pretrained(args.model)
    features = {
        "ner": encode_ner(tokenizer, read_conll(args.ner_train, TRAIN_COUNT)),
        "qa": encode_qa(tokenizer, read_squad(args.qa_train, TRAIN_COUNT)),
    }
    counts = {task: -(-len(features[task]) // args.batch_size) for task in features}
    model = make_model(args.model, variant["attention"])
    trainer = Trainer(model, EPOCHS * sum(counts.values()), variant["bf16"])
    facts = {
        "variant": args.measure,
        **variant,
        "jemalloc": "jemalloc" in os.environ.get("LD_PRELOAD", ""),
        "threads": args.threads,
        "batchSize": args.batch_size,
        "processor": processor(),
        "torch": torch.__version__,
        "transformers": transformers.__version__,
    }
    validation = {}
    if args.inference or args.train:
        questions = read_squad(args.qa_validation, VALIDATION_COUNT)
        validation["ner"] = encode_ner(tokenizer, read_conll(args.ner_validation, VALIDATION_COUNT))
        validation["qa"] = encode_qa(tokenizer, questions)
    if args.train:
        print(json.dumps(facts), flush=True)
        train(args, variant, model, trainer, features)
        evaluate(args, variant, model, validation, questions)
        print(json.dumps({"peakMB": round(peak_megabytes())}))
        return

    model.train()
    seconds = {"ner": [], "qa": []}
    streams = {task: endless(features[task], task, variant["padding"], args.batch_size) for task in features}
    for step in range(args.steps + 1):
        for task in ("ner", "qa"):
            batch = next(streams[task])
            start = time.perf_counter()
            trainer.step(batch)
            if step > 0:
                seconds[task].append(time.perf_counter() - start)
    facts["steps"] = args.steps
    facts["stepSeconds"] = {task: summary(seconds[task]) for task in seconds}
    facts["batchesPerEpoch"] = counts
    for kind in ("median", "mean"):
        epoch = sum(counts[task] * facts["stepSeconds"][task][kind] for task in counts)
        facts[f"threeEpochSecondsFrom{kind.capitalize()}s"] = round(EPOCHS * epoch, 1)
    facts["peakMB"] = round(peak_megabytes())
    if args.inference:
        passes = {
            task: [inference(model, validation[task], task, variant, args.batch_size) for _ in range(args.inference)]
            for task in ("ner", "qa")
        }
        facts["inferenceSeconds"] = {task: summary(passes[task]) for task in passes}
        facts["inferenceSequences"] = {task: len(validation[task]) for task in passes}
    print(json.dumps(facts), flush=True)


def endless(features, task, padding, size):
    while True:
        yield from shuffled_batches(features, task, padding, size)


def logits_of(model, features, task, variant, size):
    """Per sequence its logits at real positions; for QA with padded ones too when the variant pads to the maximum."""
    import torch

    model.eval()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=variant["bf16"]):
        for batch in batches_in_order(features, task, variant["padding"], size):
            yield from zip(*model(**batch)[1]) if task == "qa" else model(**batch)[1]


def inference(model, features, task, variant, size):
    start = time.perf_counter()
    for logits in logits_of(model, features, task, variant, size):
        if task == "ner":
            logits.argmax(dim=-1)
        else:
            logits[0].argmax(), logits[1].argmax()
    return time.perf_counter() - start


# The whole training


def train(args, variant, model, trainer, features):
    start = time.perf_counter()
    for epoch in range(EPOCHS):
        model.train()
        losses = {"ner": [], "qa": []}
        for batch in round_robin(features, variant["padding"], args.batch_size):
            losses[batch["task"]].append(trainer.step(batch))
        averages = {task: round(statistics.fmean(values), 4) for task, values in losses.items()}
        averages["total"] = round(statistics.fmean(losses["ner"] + losses["qa"]), 4)
        seconds = round(time.perf_counter() - start, 1)
        print(json.dumps({"epoch": epoch + 1, "loss": averages, "secondsSinceStart": seconds}), flush=True)


def evaluate(args, variant, model, validation, questions):
    from seqeval.metrics import classification_report, f1_score

    truth, predictions = [], []
    for feature, logits in zip(
        validation["ner"], logits_of(model, validation["ner"], "ner", variant, args.batch_size)
    ):
        found = logits.argmax(dim=-1).tolist()
        scored = [(label, found[i]) for i, label in enumerate(feature["labels"]) if label != -100]
        truth.append([LABELS[label] for label, _ in scored])
        predictions.append([LABELS[label] for _, label in scored])
    print(classification_report(truth, predictions, digits=4))

    hits, best = 0, {}
    for feature, (start, end) in zip(
        validation["qa"], logits_of(model, validation["qa"], "qa", variant, args.batch_size)
    ):
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
    scores = {
        "ner.f1": round(f1_score(truth, predictions), 4),
        "qa.position-exact-match": round(hits / len(validation["qa"]), 4),
        "qa.exact-match": round(exact / len(questions), 4),
        "qa.f1": round(f1 / len(questions), 4),
    }
    print(json.dumps({"scores": scores, "windows": len(validation["qa"]), "questions": len(questions)}))


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


if __name__ == "__main__":
    main()
