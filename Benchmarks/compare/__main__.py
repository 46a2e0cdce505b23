"""Practicum beside PyTorch, in one go: training, inference, BERT-base, tokenizing; the same data, weights and order.

    python Benchmarks/compare --model FOLDER --ner-train train.txt --ner-validation valid.txt \\
        --qa-train train.json --qa-validation dev.json

Every measurement is a process of its own, and the processes of both sides take turns, round after round, so that what
else the machine does hits both. Whole practicals are composed from the medians of steps; --full runs them. Takes under
20 minutes on two quiet cores.
Data: CoNLL columns with IOB2 labels, SQuAD v1.1 JSON. Packages: requirements.txt beside this file.
"""

import argparse
import glob
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import batches
import report
from processes import of_kind, run
from variants import FAMILIES, OPPONENTS, OURS, environment

HERE = Path(__file__).resolve().parent
# A variant that is slower than the best of its family by this factor is not measured any further.
SET_ASIDE = 1.1
# Used when only BERT-base is measured, without the training steps that show which attention is faster.
DEFAULTS = {"f32": "medium-eager", "bf16": "bf16-eager"}
PARTS = ("training", "inference", "tokenizing", "base")


def arguments():
    parser = argparse.ArgumentParser(
        prog="compare", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, required=True, help="Hugging Face folder of all-MiniLM-L6-v2")
    for name in ("ner-train", "ner-validation", "qa-train", "qa-validation"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--program", type=Path, default=HERE.parent.parent / ".build/release/PracticalBenchmark")
    parser.add_argument("--python", default=sys.executable, help="Python with PyTorch (default: this one)")
    parser.add_argument("--jemalloc", type=Path, help="libjemalloc.so.2 (default: Debian's), or `none`")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ner-steps", type=int, default=4, help="measured in a round")
    parser.add_argument("--qa-steps", type=int, default=2, help="measured in a round")
    parser.add_argument("--minutes", type=float, default=20, help="no round begins that would end later")
    parser.add_argument("--parts", default=",".join(PARTS), help="comma-separated, of " + ", ".join(PARTS))
    parser.add_argument("--opponents", help="comma-separated; all by default: " + ", ".join(OPPONENTS))
    parser.add_argument("--batch-size", type=int, default=16)
    parser.add_argument("--seed", type=int, default=42, help="of the batches' order")
    parser.add_argument("--full", action="store_true", help="run whole practicals too: hours")
    parser.add_argument("--json", type=Path, help="write all measurements there")
    args = parser.parse_args()
    for name in ("threads", "rounds", "ner_steps", "qa_steps", "batch_size"):
        if getattr(args, name) < 1:
            parser.error(f"--{name.replace('_', '-')} is at least 1")
    for name in ("model", "ner_train", "ner_validation", "qa_train", "qa_validation"):
        if not getattr(args, name).exists():
            parser.error(f"--{name.replace('_', '-')}: there is no {getattr(args, name)}")
    if not args.program.exists():
        parser.error(f"there is no {args.program}: swift build -c release --product PracticalBenchmark")
    args.parts = choice(parser, "--parts", args.parts, PARTS)
    args.opponents_are_chosen = args.opponents is not None
    args.opponents = choice(parser, "--opponents", args.opponents or ",".join(OPPONENTS), OPPONENTS)
    if args.jemalloc is None:
        found = sorted(glob.glob("/usr/lib/*/libjemalloc.so.2"))
        if not found:
            parser.error("there is no libjemalloc.so.2: apt-get install libjemalloc2, or --jemalloc FILE or none")
        args.jemalloc = Path(found[0])
    elif str(args.jemalloc) == "none":
        args.jemalloc = None
    elif not args.jemalloc.exists():
        parser.error(f"--jemalloc: there is no {args.jemalloc}")
    return args


def choice(parser, option, text, known):
    names = text.split(",")
    for name in names:
        if name not in known:
            parser.error(f"{option}: unknown {name!r}; there are {', '.join(known)}")
    return names


class Comparison:
    """The measurements, and the order that they are taken in."""

    def __init__(self, args, work):
        self.args, self.work = args, work
        self.begin = time.monotonic()
        self.load = os.getloadavg()[0]
        self.results = {part: {} for part in (*PARTS, "peak", "full")}
        self.facts, self.summary, self.checks, self.durations = {}, {}, {}, {}
        self.notes, self.own = [], dict(OURS)
        self.active = [name for name in args.opponents if OPPONENTS[name]["family"] != "fused"]
        self.inferring = [name for name in self.active if not name.startswith("f32-")]

    # Processes

    def ours(self, mode, *options, threads=None):
        command = [self.args.program, mode, *options]
        if mode != "tokenize":
            command += ["--threads", threads or self.args.threads]
        return self.start(command, environment(self.args.threads), "ours")

    def theirs(self, mode, name, *options):
        command = [self.args.python, HERE / "pytorch_worker.py", mode, "--variant", name, *options]
        command += ["--threads", self.args.threads, "--batch-size", self.args.batch_size]
        jemalloc = self.args.jemalloc if OPPONENTS[name]["jemalloc"] else None
        lines, peak = self.start(command, environment(self.args.threads, jemalloc), "PyTorch")
        for facts in of_kind(lines, "facts"):
            if facts["jemalloc"] is not None and facts["jemalloc"] != bool(jemalloc):
                sys.exit(f"error: {name}: jemalloc is {'' if facts['jemalloc'] else 'not '}loaded; look at --jemalloc")
        return lines, peak

    def start(self, command, variables, side):
        lines, peak = run([str(part) for part in command], variables)
        for facts in of_kind(lines, "facts"):
            self.facts[side] = facts
        return lines, peak

    def say(self, text):
        print(f"{time.monotonic() - self.begin:6.0f} s  {text}", file=sys.stderr, flush=True)

    def add(self, part, name, round_index, values, peak):
        self.results[part].setdefault(name, []).append({"round": round_index, "values": values, "peakMB": peak})

    # Parts

    def prepare(self):
        args = self.args
        self.say("encode the data, write batches and weights")
        command = [
            args.python,
            HERE / "prepare.py",
            "--output",
            self.work,
            "--model",
            args.model,
            "--rounds",
            args.rounds,
        ]
        command += ["--ner-steps", args.ner_steps, "--qa-steps", args.qa_steps]
        command += [
            "--batch-size",
            args.batch_size,
            "--seed",
            args.seed,
            *self.files("train"),
            *self.files("validation"),
        ]
        self.start(command, environment(args.threads), "preparation")
        self.summary = json.loads((self.work / "summary.json").read_text())

    def files(self, split):
        options = []
        for task in batches.TASKS:
            options += [f"--{task}-{split}", getattr(self.args, f"{task}_{split}")]
        return options

    def peak(self, round_index):
        for lines, _ in (self.ours("peak"), self.theirs("peak", "notebook")):
            for line in of_kind(lines, "peak"):
                self.add("peak", line["product"], round_index, line["gigaflops"], None)
        if not self.facts["ours"]["isBF16Available"] and self.own.pop("ours bf16", None):
            self.leave_bf16_out()

    def leave_bf16_out(self):
        """On a processor without products of bf16: PyTorch's autocast imitates them there, many times slower than f32."""
        if self.args.opponents_are_chosen:
            self.notes.append("This processor has no bf16 products: ours are left out.")
            return
        self.notes.append(
            "This processor has no bf16 products: both sides' are left out (`--opponents` measures PyTorch's)."
        )
        self.args.opponents = [name for name in self.args.opponents if not OPPONENTS[name]["bf16"]]
        self.active = [name for name in self.active if name in self.args.opponents]
        self.inferring = [name for name in self.inferring if name in self.args.opponents]

    def training(self, round_index):
        file = self.work / f"round-{round_index}.batches"
        options = ["--model", self.work / "minilm", "--batches", file]
        for name, extra in self.own.items():
            self.keep_steps("training", name, round_index, file, *self.ours("train", *options, *extra))
        if round_index == min(1, self.args.rounds - 1):
            one = self.ours("train", *options, threads=1)
            self.keep_steps("training", "ours f32, one thread", round_index, file, *one)
        for name in self.active:
            self.keep_steps("training", name, round_index, file, *self.theirs("train", name, *options))
        if round_index == 0:
            self.active = self.set_aside("training", self.active, self.step_time)
            # Measures the best of each family once more, with a stronger optimizer.
            for family in FAMILIES:
                fused = [f"{name}-fused" for name in self.best_of(family, "training", self.step_time)]
                self.active += [name for name in fused if name in self.args.opponents]

    def keep_steps(self, part, name, round_index, file, lines, peak):
        checks, steps, _ = batches.read(file)
        config = self.summary["base" if part == "base" else "config"]
        for line in of_kind(lines, "check"):
            self.compare_losses(name, line)
        values = []
        warm_up = len(steps) - batches.measured_count(file)
        for line in of_kind(lines, "step"):
            batch = steps[line["batch"]]
            lengths = [len(row) for row in batch["input_ids"]]
            values.append(
                {
                    "task": batch["task"],
                    "seconds": line["seconds"],
                    "loss": line["loss"],
                    "tokens": sum(lengths),
                    "operations": 3 * batches.operations(config, lengths),
                    "isWarmUp": line["batch"] < warm_up,
                }
            )
        self.add(part, name, round_index, values, peak)
        medians = report.step_medians(values)
        shown = ", ".join(f"{task.upper()} {value:.3f} s" for task, value in medians.items())
        self.say(f"round {round_index + 1}: {name}: {shown}, {peak:.0f} MB")

    def compare_losses(self, name, line):
        """Both sides' losses on one sequence, without dropout, before any step: else they don't do the same work."""
        expected = self.checks.setdefault(line["task"], line["loss"])
        tolerance = 0.05 if "bf16" in name else 1e-3
        if abs(line["loss"] - expected) > tolerance * max(1, abs(expected)):
            sys.exit(f"error: {name}: {line['task']} loss {line['loss']} of the first sequence, expected {expected}")

    def step_time(self, part, name):
        return report.composed(self, part, name)

    def pass_time(self, part, name):
        return report.whole_pass(self, name)

    def set_aside(self, part, names, time_of):
        """The names without those that are slower than the best of their family."""
        kept = []
        for name in names:
            family = [other for other in names if OPPONENTS[other]["family"] == OPPONENTS[name]["family"]]
            best = min(time_of(part, other) for other in family)
            if time_of(part, name) <= SET_ASIDE * best:
                kept.append(name)
            else:
                self.say(f"{name} is set aside")
        return kept

    def best_of(self, family, part, time_of):
        names = [name for name in self.results[part] if name in OPPONENTS and OPPONENTS[name]["family"] == family]
        return [min(names, key=lambda name: time_of(part, name))] if names else []

    def inference(self, round_index):
        options = ["--model", self.work / "minilm", *self.files("validation")]
        for name, extra in self.own.items():
            self.keep_passes(name, round_index, *self.ours("infer", *options, *extra))
        for name in list(self.inferring):
            # A padded sequence takes the same time whatever it contains. To choose among the tuned variants, a part is enough.
            isPart = name == "notebook" or round_index == 0
            found = self.theirs("infer", name, *options, "--every", 4 if isPart else 1)
            self.keep_passes(name, round_index, *found)
        if round_index == 0:
            self.choose_inference(options)

    def choose_inference(self, options):
        families = {"notebook": [], "f32": [], "bf16": []}
        for name in self.inferring:
            families[OPPONENTS[name]["family"]].append(name)
        self.inferring = families["notebook"]
        for family in FAMILIES:
            if not families[family]:
                continue
            best = min(families[family], key=lambda name: report.whole_pass(self, name))
            self.inferring.append(best)
            for name in families[family]:
                self.results["inference"].pop(name)
            self.keep_passes(best, 0, *self.theirs("infer", best, *options))
            in_order = self.theirs("infer", best, *options, "--sorted")
            self.keep_passes(f"{best}, in the order of lengths", 0, *in_order)

    def keep_passes(self, name, round_index, lines, peak):
        values = of_kind(lines, "inference")
        for line in values:
            whole = self.summary["validation"][line["task"]]
            isWhole = (line["sequences"], line["tokens"]) == (whole["sequences"], whole["tokens"])
            if name.startswith("ours") and not isWhole:
                sys.exit(f"error: {name}: {line['sequences']} sequences of {line['tokens']} tokens, expected {whole}")
            line["whole"] = line["seconds"] * whole["sequences"] / line["sequences"]
            line["isWhole"] = isWhole
        self.add("inference", name, round_index, values, peak)
        shown = ", ".join(f"{line['task'].upper()} {line['whole']:.2f} s" for line in values)
        self.say(f"round {round_index + 1}: inference, {name}: {shown}, {peak:.0f} MB")

    def tokenizing(self, round_index):
        options = ["--model", self.work / "minilm", *self.files("train"), "--passes", 3]
        counts = {}
        for name, (lines, peak) in (
            ("ours", self.ours("tokenize", *options)),
            ("fast tokenizer", self.theirs("tokenize", "notebook", *options)),
        ):
            values = of_kind(lines, "tokenize")
            for line in values:
                found = (line["sequences"], line["tokens"])
                if counts.setdefault(line["task"], found) != found:
                    sys.exit(
                        f"error: tokenizing {line['task']}: {counts[line['task']]} and {found} sequences and tokens"
                    )
            self.add("tokenizing", name, round_index, values, peak)
        self.say(f"round {round_index + 1}: tokenizing")

    def base(self, round_index):
        """BERT-base, random weights, with the attention that was best for MiniLM."""
        options = ["--model", self.work / "base", "--batches"]
        file = self.work / "base.batches"
        for name, extra in self.own.items():
            self.keep_steps("base", name, round_index, file, *self.ours("train", *options, file, *extra))
        for family in FAMILIES:
            for name in self.best_of(family, "training", self.step_time) or [DEFAULTS[family]]:
                if name in self.args.opponents:
                    self.keep_steps("base", name, round_index, file, *self.theirs("train", name, *options, file))
        if round_index == 0 and "notebook" in self.args.opponents:
            # A QA step takes half a minute: only NER warms up, and once is enough.
            file = self.work / "base-short.batches"
            self.keep_steps("base", "notebook", 0, file, *self.theirs("train", "notebook", *options, file))

    # The whole

    def measure(self):
        self.prepare()
        for round_index in range(self.args.rounds):
            self.peak(round_index)
            for part in PARTS:
                if part not in self.args.parts or (part in ("inference", "base") and round_index > 1):
                    continue
                elapsed = time.monotonic() - self.begin
                if round_index and elapsed + self.durations[part] > 60 * self.args.minutes:
                    self.notes.append(f"Round {round_index + 1} of {part} was left out: no time.")
                    self.say(self.notes[-1])
                    continue
                start = time.monotonic()
                getattr(self, part)(round_index)
                self.durations[part] = time.monotonic() - start
        if self.args.full:
            self.full()

    def full(self):
        """Whole trainings on the same 2,286 batches, and the scores that they end with."""
        file = self.work / "full.batches"
        options = ["--model", self.work / "minilm", "--batches", file, *self.files("validation")]
        found = {}
        for name, extra in self.own.items():
            found[name] = self.ours("train", *options, *extra)
            self.say(f"whole practical: {name}")
        names = ["notebook"] if "notebook" in self.args.opponents else []
        for family in FAMILIES:
            names += self.best_of(family, "training", self.step_time)
        for name in names:
            found[name] = self.theirs("train", name, *options)
            self.say(f"whole practical: {name}")
        for name, (lines, peak) in found.items():
            values = {
                "seconds": of_kind(lines, "end")[0]["seconds"],
                "losses": report.epoch_losses([line["loss"] for line in of_kind(lines, "step")]),
                "scores": of_kind(lines, "scores")[0],
            }
            self.add("full", name, 0, values, peak)


def main():
    args = arguments()
    work = Path(tempfile.mkdtemp(prefix="practicum-compare-"))
    comparison = Comparison(args, work)
    try:
        comparison.measure()
        print(report.text(comparison))
    finally:
        shutil.rmtree(work, ignore_errors=True)
        # The output is written after a failure too: the measurements until then took their time.
        if args.json:
            measured = {
                name: getattr(comparison, name) for name in ("facts", "load", "summary", "checks", "results", "notes")
            }
            args.json.write_text(json.dumps(measured, indent=1))


if __name__ == "__main__":
    main()
