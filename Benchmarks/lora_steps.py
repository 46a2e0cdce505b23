"""Times PEFT's LoRA steps on PyTorch beside `StepBenchmark lora`, on random tokens with the same mean lengths.

    python Benchmarks/lora_steps.py [minilm|base] [--steps 5] [--threads 2] [--full] [--cpu]

Batches of 16 sentences of about 20 tokens, and of 16 windows of about 194, padded to the longest of the batch. A step is zero_grad, forward,
loss.item, backward, clip, AdamW. Prints the median of each kind of attention, and the peak memory of the process. `--full` trains the
whole encoder instead. `--cpu` prints processor time, which on one thread is a step's time on a machine without other work. torch
2.13.0, transformers 5.23.0, PEFT 0.21.
"""

import argparse
import os
import resource
import statistics
import time

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import peft
import torch
import transformers

CONFIGURATIONS = {
    "minilm": dict(hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536),
    "base": dict(),
}


def batch(mean, generator):
    """Ids and mask [16, longest], lengths within a half of the mean."""
    lengths = torch.randint(mean // 2, mean + mean // 2 + 1, (16,), generator=generator)
    ids = torch.randint(5, 30522, (16, int(lengths.max())), generator=generator)
    mask = (torch.arange(ids.shape[1])[None] < lengths[:, None]).long()
    return ids * mask, mask


def measure(options, attention, mean, steps):
    now = time.process_time if options.cpu else time.perf_counter
    torch.manual_seed(1)
    config = transformers.BertConfig(**CONFIGURATIONS[options.size])
    model = transformers.BertModel._from_config(config, attn_implementation=attention)
    if not options.full:
        settings = peft.LoraConfig(r=8, lora_alpha=16, lora_dropout=0.05, target_modules=["query", "value"])
        model = peft.get_peft_model(model, settings)
    head = torch.nn.Linear(config.hidden_size, 9)
    parameters = [p for p in [*model.parameters(), *head.parameters()] if p.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=1e-4)
    model.train()
    generator = torch.Generator().manual_seed(2)
    ids, mask = batch(mean, generator)
    labels = torch.randint(0, 9, ids.shape, generator=generator).masked_fill(mask == 0, -100)
    times = []
    for _ in range(steps + 1):
        start = now()
        optimizer.zero_grad()
        logits = head(model(input_ids=ids, attention_mask=mask).last_hidden_state)
        loss = torch.nn.functional.cross_entropy(logits.view(-1, 9), labels.view(-1))
        loss.item()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        times.append(now() - start)
    return statistics.median(times[1:]), int(mask.sum())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", nargs="?", default="minilm", choices=CONFIGURATIONS)
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--cpu", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    print(f"torch {torch.__version__}, peft {peft.__version__}, {options.size}, load {os.getloadavg()[0]:.1f}")
    for task, mean in [("ner", 20), ("qa", 194)]:
        for attention in ["eager", "sdpa"]:
            seconds, tokens = measure(options, attention, mean, options.steps)
            print(f"{task}, {attention}: {tokens} tokens, {seconds:.4f} s a step")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MiB")


if __name__ == "__main__":
    main()
