"""PyTorch's side, one process a measurement; prints a JSON object a line. `Benchmarks/compare` starts it."""

import argparse
import json
import sys
import time
from pathlib import Path

import batches as batch_files
import corpus
from variants import OPPONENTS


def emit(kind, **values):
    print(json.dumps({"kind": kind, **values}), flush=True)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mode", choices=["train", "infer", "tokenize", "peak"])
    parser.add_argument("--variant", choices=OPPONENTS, default="notebook")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--batches", type=Path)
    parser.add_argument("--batch-size", type=int, default=16)
    parser.add_argument("--passes", type=int, default=1)
    parser.add_argument("--every", type=int, default=1, help="inference: only every n-th batch")
    parser.add_argument("--sorted", action="store_true", help="inference: in the order of lengths")
    for name in ("ner-train", "qa-train", "ner-validation", "qa-validation"):
        parser.add_argument(f"--{name}", type=Path)
    return parser.parse_args()


def make_model(folder, attention):
    """The practical's model, with the folder's weights, or random ones where it has none."""
    import torch
    from torch import nn
    from torch.nn.functional import cross_entropy
    from transformers import AutoConfig, AutoModel

    class MultiTaskModel(nn.Module):
        def __init__(self):
            super().__init__()
            config = AutoConfig.from_pretrained(folder)
            self.encoder = AutoModel.from_config(config, attn_implementation=attention, dtype=torch.float32)
            self.ner_head = nn.Linear(config.hidden_size, len(corpus.LABELS))
            self.qa_start_head = nn.Linear(config.hidden_size, 1)
            self.qa_end_head = nn.Linear(config.hidden_size, 1)
            self.dropout = nn.Dropout(0.1)

        def forward(self, task, input_ids, attention_mask, labels=None, start_positions=None, end_positions=None):
            states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            states = self.dropout(states)
            if task == "ner":
                logits = self.ner_head(states)
                if labels is None:
                    return None, logits
                return cross_entropy(logits.view(-1, len(corpus.LABELS)), labels.view(-1)), logits
            start = self.qa_start_head(states).squeeze(-1)
            end = self.qa_end_head(states).squeeze(-1)
            if start_positions is None:
                return None, (start, end)
            return (cross_entropy(start, start_positions) + cross_entropy(end, end_positions)) / 2, (start, end)

    model = MultiTaskModel()
    weights = folder / "model.safetensors"
    if weights.exists():
        from safetensors.torch import load_file

        heads = ("ner_head.", "qa_start_head.", "qa_end_head.")
        model.load_state_dict(
            {
                name if name.startswith(heads) else f"encoder.{name}": tensor
                for name, tensor in load_file(weights).items()
            }
        )
    return model


def collate(batch, padding):
    """Tensors of a batch, padded to the task's length or to the longest sequence."""
    import torch

    rows = batch["input_ids"]
    length = corpus.MAX_LENGTH[batch["task"]] if padding == "max-length" else max(map(len, rows))
    result = {"task": batch["task"], "input_ids": torch.zeros(len(rows), length, dtype=torch.long)}
    result["attention_mask"] = torch.zeros_like(result["input_ids"])
    for index, ids in enumerate(rows):
        result["input_ids"][index, : len(ids)] = torch.tensor(ids)
        result["attention_mask"][index, : len(ids)] = 1
    if "labels" in batch:
        result["labels"] = torch.full_like(result["input_ids"], -100)
        for index, labels in enumerate(batch["labels"]):
            result["labels"][index, : len(labels)] = torch.tensor(labels)
    elif "starts" in batch:
        result["start_positions"] = torch.tensor(batch["starts"])
        result["end_positions"] = torch.tensor(batch["ends"])
    return result


class Trainer:
    """The practical's optimizer, schedule and step."""

    def __init__(self, model, variant, schedule_steps):
        import torch
        from transformers import get_linear_schedule_with_warmup

        self.model, self.bf16 = model, variant["bf16"]
        self.optimizer = torch.optim.AdamW(
            model.parameters(), lr=5e-5, weight_decay=0.01, fused=True if variant["fused"] else None
        )
        self.schedule = get_linear_schedule_with_warmup(self.optimizer, schedule_steps // 10, schedule_steps)

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


def prepare(args, variant):
    """Settings that hold for the whole process, and its facts."""
    import torch
    import transformers

    torch.set_num_threads(args.threads)
    torch.set_float32_matmul_precision(variant["precision"])
    torch.manual_seed(42)
    transformers.utils.logging.disable_progress_bar()
    maps = Path("/proc/self/maps")
    emit(
        "facts",
        torch=torch.__version__,
        transformers=transformers.__version__,
        threads=torch.get_num_threads(),
        # Checks what is loaded, not what was requested: if a library can't be preloaded, there is only a warning.
        jemalloc="jemalloc" in maps.read_text() if maps.exists() else None,
    )


def train(args, variant):
    import torch

    checks, steps, schedule_steps = batch_files.read(args.batches)
    model = make_model(args.model, variant["attention"])
    model.eval()
    for batch in checks:
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=variant["bf16"]):
            emit("check", task=batch["task"], loss=model(**collate(batch, "longest"))[0].item())
    model.train()
    trainer = Trainer(model, variant, schedule_steps)
    begin = time.perf_counter()
    for index, batch in enumerate(steps):
        tensors = collate(batch, variant["padding"])
        start = time.perf_counter()
        loss = trainer.step(tensors)
        emit("step", batch=index, seconds=time.perf_counter() - start, loss=loss)
    emit("end", seconds=time.perf_counter() - begin)
    if args.ner_validation:
        import quality

        features, questions = validation(args)
        emit("scores", **quality.scores(model, features, questions, logits_of, variant, args.batch_size))


def validation(args):
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(args.model)
    questions = corpus.read_squad(args.qa_validation, corpus.VALIDATION_COUNT)
    sentences = corpus.read_conll(args.ner_validation, corpus.VALIDATION_COUNT)
    return {"ner": corpus.encode_ner(tokenizer, sentences), "qa": corpus.encode_qa(tokenizer, questions)}, questions


def logits_of(model, features, task, variant, size):
    """A batch's logits after the other, without dropout or gradients."""
    import torch

    model.eval()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=variant["bf16"]):
        for first in range(0, len(features), size):
            rows = [feature["input_ids"] for feature in features[first : first + size]]
            yield model(**collate({"task": task, "input_ids": rows}, variant["padding"]))[1]


def infer(args, variant):
    features, _ = validation(args)
    model = make_model(args.model, variant["attention"])
    for task, all_rows in features.items():
        if args.sorted:
            all_rows = sorted(all_rows, key=lambda feature: len(feature["input_ids"]))
        size, every = args.batch_size, args.every
        rows = [row for first in range(0, len(all_rows), size * every) for row in all_rows[first : first + size]]
        for index in range(args.passes + 1):
            # The first batch is for warming up.
            chosen = rows if index else rows[:size]
            start = time.perf_counter()
            for logits in logits_of(model, chosen, task, variant, size):
                for part in logits if task == "qa" else [logits]:
                    part.argmax(dim=-1)
            seconds = time.perf_counter() - start
            if index:
                tokens = sum(len(row["input_ids"]) for row in rows)
                emit("inference", task=task, seconds=seconds, sequences=len(rows), tokens=tokens)


def tokenize(args):
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(args.model)
    data = {
        "ner": corpus.read_conll(args.ner_train, corpus.TRAIN_COUNT),
        "qa": corpus.read_squad(args.qa_train, corpus.TRAIN_COUNT),
    }
    for task, alone, whole in (
        ("ner", corpus.tokenize_ner, corpus.notebook_ner),
        ("qa", corpus.tokenize_qa, corpus.notebook_qa),
    ):
        for _ in range(args.passes):
            start = time.perf_counter()
            encodings = alone(tokenizer, data[task])
            middle = time.perf_counter()
            whole(tokenizer, data[task])
            end = time.perf_counter()
            emit(
                "tokenize",
                task=task,
                tokenizing=middle - start,
                preprocessing=end - middle,
                sequences=len(encodings["input_ids"]),
                tokens=sum(map(len, encodings["input_ids"])),
            )


def peak():
    import torch

    for name, precision, dtype in (
        ("torch, f32", "highest", torch.float32),
        ("torch, f32 `medium`", "medium", torch.float32),
        ("torch, bf16", "medium", torch.bfloat16),
    ):
        torch.set_float32_matmul_precision(precision)
        a = torch.rand(2048, 3072, dtype=dtype)
        b = torch.rand(768, 3072, dtype=dtype)
        best = float("inf")
        for _ in range(16):
            start = time.perf_counter()
            torch.nn.functional.linear(a, b)
            best = min(best, time.perf_counter() - start)
        emit("peak", product=name, gigaflops=2 * 2048 * 768 * 3072 / best / 1e9)


def main():
    args = arguments()
    variant = OPPONENTS[args.variant]
    if args.mode == "tokenize":
        tokenize(args)
        return
    prepare(args, variant)
    if args.mode == "train":
        train(args, variant)
    elif args.mode == "infer":
        infer(args, variant)
    else:
        peak()


if __name__ == "__main__":
    sys.exit(main())
