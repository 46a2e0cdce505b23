"""Writes what both sides read: models, batches, and a summary of the work. `Benchmarks/compare` starts it."""

import argparse
import json
import shutil
from pathlib import Path

import batches
import corpus

# bert-base-uncased's sizes. Its weights don't matter for time, and each program draws its own.
BASE = {
    "architectures": ["BertModel"],
    "model_type": "bert",
    "vocab_size": 30522,
    "hidden_size": 768,
    "num_hidden_layers": 12,
    "num_attention_heads": 12,
    "intermediate_size": 3072,
    "hidden_act": "gelu",
    "hidden_dropout_prob": 0.1,
    "attention_probs_dropout_prob": 0.1,
    "max_position_embeddings": 512,
    "type_vocab_size": 2,
    "initializer_range": 0.02,
    "layer_norm_eps": 1e-12,
    "pad_token_id": 0,
}
TOKENIZER_FILES = ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.txt")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    for name in ("ner-train", "qa-train", "ner-validation", "qa-validation"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    for name in ("rounds", "ner-steps", "qa-steps", "batch-size", "seed"):
        parser.add_argument(f"--{name}", type=int, required=True)
    return parser.parse_args()


def write_models(source, target, seed):
    """The encoder with heads drawn as PyTorch draws a linear layer's, and a folder of BERT-base without weights."""
    import numpy
    from safetensors.numpy import load_file, save_file

    folder = target / "minilm"
    folder.mkdir(parents=True, exist_ok=True)
    config = json.loads((source / "config.json").read_text())
    for name in TOKENIZER_FILES:
        if (source / name).exists():
            shutil.copyfile(source / name, folder / name)
    (folder / "config.json").write_text(json.dumps(config))
    tensors = {
        name: tensor.astype(numpy.float32)
        for name, tensor in load_file(source / "model.safetensors").items()
        if not name.endswith("position_ids")
    }
    generator = numpy.random.default_rng(seed)
    width = config["hidden_size"]
    for name, outputs in (("ner_head", len(corpus.LABELS)), ("qa_start_head", 1), ("qa_end_head", 1)):
        for part, shape in (("weight", (outputs, width)), ("bias", (outputs,))):
            values = generator.uniform(-(width**-0.5), width**-0.5, shape)
            tensors[f"{name}.{part}"] = values.astype(numpy.float32)
    save_file(tensors, folder / "model.safetensors")
    (target / "base").mkdir(exist_ok=True)
    (target / "base" / "config.json").write_text(json.dumps(BASE))
    return config


def main():
    args = arguments()
    from transformers import AutoTokenizer

    config = write_models(args.model, args.output, args.seed)
    tokenizer = AutoTokenizer.from_pretrained(args.model)
    features = {
        "ner": corpus.encode_ner(tokenizer, corpus.read_conll(args.ner_train, corpus.TRAIN_COUNT)),
        "qa": corpus.encode_qa(tokenizer, corpus.read_squad(args.qa_train, corpus.TRAIN_COUNT)),
    }
    validation = {
        "ner": corpus.encode_ner(tokenizer, corpus.read_conll(args.ner_validation, corpus.VALIDATION_COUNT)),
        "qa": corpus.encode_qa(tokenizer, corpus.read_squad(args.qa_validation, corpus.VALIDATION_COUNT)),
    }

    def lengths(rows):
        return [len(row["input_ids"]) for row in rows]

    def cost(batch):
        task, rows = batch
        return batches.operations(config, lengths([features[task][row] for row in rows]))

    orders = [batches.epoch_order(features, args.batch_size, args.seed, epoch) for epoch in range(batches.EPOCHS)]
    steps = sum(map(len, orders))
    # A single sequence has no padding, so both programs must find the same loss.
    checks = [("ner", [0]), ("qa", [0])]
    warm_up = [batches.longest(features[task], task, args.batch_size) for task in batches.TASKS]
    chosen, middle = {}, {}
    for task, count in (("ner", args.ner_steps), ("qa", args.qa_steps)):
        all_of_task = [batch for batch in orders[0] if batch[0] == task]
        chosen[task] = batches.sample(all_of_task, cost, count * args.rounds)
        middle[task] = batches.sample(all_of_task, cost, 1)[0]
    for index in range(args.rounds):
        queues = [chosen[task][index :: args.rounds] for task in batches.TASKS]
        measured = []
        while any(queues):
            measured += [queue.pop(0) for queue in queues if queue]
        batches.write(args.output / f"round-{index}.batches", features, checks, warm_up, measured, steps)
    pair = [middle["ner"], middle["qa"]]
    batches.write(args.output / "base.batches", features, [], pair, pair, steps)
    batches.write(args.output / "base-short.batches", features, [], pair[:1], pair, steps)
    batches.write(
        args.output / "full.batches", features, checks, [], [batch for order in orders for batch in order], steps
    )

    def work(rows):
        return {
            "sequences": len(rows),
            "tokens": sum(lengths(rows)),
            "operations": batches.operations(config, lengths(rows)),
        }

    summary = {
        "config": config,
        "base": BASE,
        "steps": {task: sum(batch[0] == task for batch in orders[0]) for task in batches.TASKS},
        "train": {task: work(features[task]) for task in batches.TASKS},
        "validation": {task: work(validation[task]) for task in batches.TASKS},
    }
    (args.output / "summary.json").write_text(json.dumps(summary))


if __name__ == "__main__":
    main()
