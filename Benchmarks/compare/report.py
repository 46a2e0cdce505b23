"""What was measured, as Markdown: medians, their spread over the rounds, and ratios of medians."""

import datetime
import platform
import re
import statistics
from pathlib import Path

import batches
from variants import FAMILIES, OPPONENTS, OURS

FORMULA = (
    "Share of the peak = F / (t · P). F: float operations on true lengths, padding not counted, a multiply-add counted "
    "twice: for a sequence of n tokens L · (2n (4h² + 2hi) + 4n²h) forward, with L layers, hidden size h, intermediate "
    "size i; backward is twice that. t: seconds. P: the highest f32 rate of these, OpenBLAS's or torch's."
)


def step_medians(values):
    """{task: median seconds} of the measured steps."""
    return {
        task: statistics.median(found)
        for task in batches.TASKS
        if (found := [value["seconds"] for value in values if value["task"] == task and not value["isWarmUp"]])
    }


def all_values(results, name):
    return [value for entry in results[name] for value in entry["values"]]


def composed_of(comparison, medians):
    steps = comparison.summary["steps"]
    return batches.EPOCHS * sum(steps[task] * medians[task] for task in batches.TASKS)


def composed(comparison, part, name):
    """Seconds of the practical's three epochs, from the medians of the steps."""
    return composed_of(comparison, step_medians(all_values(comparison.results[part], name)))


def pass_sum(values):
    """Seconds of a pass over both tasks: the medians' sum."""
    return sum(statistics.median(value["whole"] for value in values if value["task"] == task) for task in batches.TASKS)


def whole_pass(comparison, name):
    return pass_sum(all_values(comparison.results["inference"], name))


def epoch_losses(losses):
    """Mean loss of each epoch."""
    size = len(losses) // batches.EPOCHS
    return [statistics.fmean(losses[epoch * size : (epoch + 1) * size]) for epoch in range(batches.EPOCHS)]


def number(value, digits=3):
    """With so many significant digits, and no exponent."""
    if value == 0:
        return "0"
    if abs(value) >= 10 ** (digits - 1):
        return f"{value:,.0f}"
    return f"{value:#.{digits}g}"


def spread(value, values):
    """A value, and from where to where it went by round."""
    values = list(values)
    if len(values) < 2:
        return number(value)
    return f"{number(value)} ({number(min(values))}–{number(max(values))})"


def table(columns, rows):
    lines = ["| " + " | ".join(columns) + " |", "| --- " * len(columns) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def label(name):
    for known, variant in OPPONENTS.items():
        if name == known or name.startswith(known + ","):
            return "PyTorch: " + variant["label"] + name[len(known) :]
    return name


def by_round(results, name, measure):
    return {entry["round"]: measure(entry["values"]) for entry in results[name]}


def ratio(results, theirs, ours, measure):
    """Their time by ours, of the rounds that have both: of the medians, and the spread by round."""
    rounds = {name: {entry["round"]: entry["values"] for entry in results[name]} for name in (theirs, ours)}
    common = [index for index in rounds[theirs] if index in rounds[ours]]
    if not common:
        return "–"

    def quotient(indices):
        found = [measure([value for index in indices for value in rounds[name][index]]) for name in (theirs, ours)]
        return found[0] / found[1]

    return spread(quotient(common), [quotient([index]) for index in common])


def peak_rate(comparison):
    """The highest median f32 rate, GFLOP/s."""
    rates = comparison.results["peak"]
    return max(statistics.median(all_rates(rates[name])) for name in rates if "bf16" not in name)


def all_rates(entries):
    return [entry["values"] for entry in entries]


def peak_memory(results, name):
    return max(entry["peakMB"] for entry in results[name])


def best(names, family, time_of):
    """The fastest of a family; of several families for a list."""
    members = [name for name in names if name in OPPONENTS and OPPONENTS[name]["family"] in family]
    return min(members, key=time_of) if members else None


def opponents_of(names, time_of):
    """[(what it stands for, name)]: the notebook, the best f32, the best of all."""
    found = [("the notebook as it stands", "notebook" if "notebook" in names else None)]
    found.append(("the best f32", best(names, ("f32",), time_of)))
    found.append(("the best of all", best(names, FAMILIES, time_of)))
    found.append(("the best with fused AdamW", best(names, ("fused",), time_of)))
    return [(title, name) for title, name in found if name]


def ratio_lines(results, measure):
    """For each of ours the ratios against each of the opponents that count."""
    ours = [name for name in OURS if name in results]
    rows = []
    for title, name in opponents_of(list(results), lambda name: measure(all_values(results, name))):
        shown = f"{title}: {OPPONENTS[name]['label']}" if name != "notebook" else title
        rows.append([shown, *(ratio(results, name, own, measure) for own in ours)])
    return table(["PyTorch's time by ours", *ours], rows)


def steps_section(comparison, part, title, is_whole):
    results = comparison.results[part]
    peak = peak_rate(comparison)
    summary = comparison.summary
    rows = []
    for name in results:
        values = [value for value in all_values(results, name) if not value["isWarmUp"]]
        medians = step_medians(values)
        cells = [label(name)]
        for task in batches.TASKS:
            cells.append(
                spread(
                    medians[task], by_round(results, name, lambda found, task=task: step_medians(found)[task]).values()
                )
            )
        if is_whole:
            seconds = composed(comparison, part, name)
            work = batches.EPOCHS * 3 * sum(summary["train"][task]["operations"] for task in batches.TASKS)
            tokens = batches.EPOCHS * sum(summary["train"][task]["tokens"] for task in batches.TASKS)
            cells.append(spread(seconds, by_round(results, name, lambda found: pair_time(comparison, found)).values()))
        else:
            seconds = sum(medians.values())
            work = sum(
                statistics.median(v["operations"] for v in values if v["task"] == task) for task in batches.TASKS
            )
            tokens = sum(statistics.median(v["tokens"] for v in values if v["task"] == task) for task in batches.TASKS)
            cells.append(
                spread(seconds, by_round(results, name, lambda found: sum(step_medians(found).values())).values())
            )
        threads = 1 if "one thread" in name else None
        cells.append("–" if threads else f"{100 * work / seconds / 1e9 / peak:.1f} %")
        cells.append(number(tokens / seconds))
        cells.append(f"{peak_memory(results, name):,.0f}")
        rows.append(cells)
    total = "three epochs, s" if is_whole else "both, s"
    columns = [
        "batch of " + str(comparison.args.batch_size),
        "NER, s",
        "QA, s",
        total,
        "share of the peak",
        "tokens/s",
        "peak MB",
    ]
    return [f"## {title}", table(columns, rows)]


def pair_time(comparison, values):
    return composed_of(comparison, step_medians(values))


def representativeness(comparison):
    """How much work the measured batches hold, beside the epoch's mean."""
    values = [value for value in all_values(comparison.results["training"], next(iter(OURS))) if not value["isWarmUp"]]
    shares = []
    for task in batches.TASKS:
        work = statistics.median(value["operations"] for value in values if value["task"] == task)
        mean = 3 * comparison.summary["train"][task]["operations"] / comparison.summary["steps"][task]
        shares.append(f"{task.upper()} {100 * work / mean:.0f} %")
    return ", ".join(shares)


def training_sections(comparison):
    results, summary = comparison.results["training"], comparison.summary
    parts = steps_section(comparison, "training", "Training, MiniLM", True)
    steps = {task: batches.EPOCHS * count for task, count in summary["steps"].items()}
    work = 3 * sum(summary["train"][task]["operations"] for task in batches.TASKS)
    parts.append(
        f"Three epochs are {steps['ner']} NER and {steps['qa']} QA steps of {batches.EPOCHS * work / 1e12:.1f} TFLOP; "
        "their times are composed from the medians, not run. The measured batches, the same for all, stand at evenly "
        "spaced ranks of their work in the epoch's order: the median one has, of the mean batch's operations, "
        f"{representativeness(comparison)}. Tokens/s are of the three epochs, padding not counted. In brackets: the "
        "least and most of the rounds; what was slower than the best of its precision by more than 10 % in the first "
        "round was not measured again. Peak memory is the kernel's count for the process, which has also trained on "
        "the longest batch of each task."
    )
    parts.append(ratio_lines(results, lambda values: pair_time(comparison, values)))
    one = "ours f32, one thread"
    if one in results and "ours f32" in results:
        index = results[one][0]["round"]
        both = [entry["values"] for entry in results["ours f32"] if entry["round"] == index]
        if both:
            factors = [
                f"{task.upper()} {step_medians(results[one][0]['values'])[task] / step_medians(both[0])[task]:.2f}"
                for task in batches.TASKS
            ]
            threads = f"{comparison.args.threads} threads against one"
            parts.append(f"Ours on {threads}, in one round: " + ", ".join(factors) + " times.")
    if "notebook" in results:
        for ours in OURS:
            if ours in results:
                share = peak_memory(results, ours) / peak_memory(results, "notebook")
                parts.append(f"Peak memory of {ours} is {100 * share:.0f} % of the notebook's.")
    return parts


def inference_section(comparison):
    results, summary = comparison.results["inference"], comparison.summary
    peak = peak_rate(comparison)
    work = sum(summary["validation"][task]["operations"] for task in batches.TASKS)
    tokens = sum(summary["validation"][task]["tokens"] for task in batches.TASKS)
    rows = []
    for name in results:
        values = all_values(results, name)
        cells = [label(name) + ("" if all(value["isWhole"] for value in values) else " (a quarter of it, times four)")]
        for task in batches.TASKS:
            found = [value["whole"] for value in values if value["task"] == task]
            cells.append(spread(statistics.median(found), found))
        seconds = pass_sum(values)
        cells += [spread(seconds, by_round(results, name, pass_sum).values())]
        cells += [
            f"{100 * work / seconds / 1e9 / peak:.1f} %",
            number(tokens / seconds),
            f"{peak_memory(results, name):,.0f}",
        ]
        rows.append(cells)
    sequences = {task: summary["validation"][task]["sequences"] for task in batches.TASKS}
    title = f"Inference, MiniLM, {sequences['ner']} sentences and {sequences['qa']} windows, {work / 1e12:.2f} TFLOP"
    columns = ["", "NER, s", "QA, s", "both, s", "share of the peak", "tokens/s", "peak MB"]
    parts = [f"## {title}", table(columns, rows), ratio_lines(results, pass_sum)]
    parts.append(
        "PyTorch's batches are of 16 in the data's order, as the notebook's, unless said otherwise; the better "
        "attention of each precision is shown."
    )
    return parts


def base_sections(comparison):
    results = comparison.results["base"]
    parts = steps_section(comparison, "base", "BERT-base, random weights: one NER and one QA step", False)
    parts.append(ratio_lines(results, lambda values: sum(step_medians(values).values())))
    parts.append(
        "The same batches of middling work every time; PyTorch with the attention that was best for MiniLM; the "
        "notebook measured once, after one NER step to warm up."
    )
    return parts


def tokenizing_section(comparison):
    results = comparison.results["tokenizing"]
    rows, medians = [], {}
    for name in results:
        values = all_values(results, name)
        for what in ("tokenizing", "preprocessing"):
            for task in batches.TASKS:
                found = [value[what] for value in values if value["task"] == task]
                medians[name, what, task] = (statistics.median(found), found)
    for side, what, text in (
        ("ours", "tokenizing", "ours, tokenizing alone"),
        ("ours", "preprocessing", "ours, with labels and answer spans"),
        ("fast tokenizer", "tokenizing", "fast tokenizer, one call"),
        ("fast tokenizer", "preprocessing", "the notebook's preprocessing"),
    ):
        rows.append([text] + [spread(*medians[side, what, task]) for task in batches.TASKS])
    for what, text in (
        ("tokenizing", "fast tokenizer by ours alone"),
        ("preprocessing", "notebook's by ours with labels and spans"),
    ):
        quotients = [
            medians["fast tokenizer", what, task][0] / medians["ours", what, task][0] for task in batches.TASKS
        ]
        rows.append([f"**{text}**"] + [f"**{number(quotient)}**" for quotient in quotients])
    counts = comparison.summary["train"]
    sizes = f"{counts['ner']['sequences']:,} sentences, questions of {counts['qa']['sequences']:,} windows"
    title = f"Tokenizing, one thread: {sizes}"
    return [f"## {title}", table(["", "NER, s", "QA, s"], rows)]


def full_section(comparison):
    rows = []
    for name, entries in comparison.results["full"].items():
        values, scores = entries[0]["values"], entries[0]["values"]["scores"]
        rows.append(
            [
                label(name),
                number(values["seconds"], 4),
                " · ".join(f"{loss:.4f}" for loss in values["losses"]),
                f"{scores['nerF1']:.4f}",
                f"{100 * scores['qaExactMatch']:.2f} · {100 * scores['qaF1']:.2f} · "
                + f"{scores['qaPositionExactMatch']:.4f}",
                f"{entries[0]['peakMB']:,.0f}",
            ]
        )
    scored = "QA exact match, F1 (text, %), exact positions"
    columns = ["", "training, s", "mean loss of the epochs", "NER F1", scored, "peak MB"]
    return ["## Whole practicals, run on the same batches", table(columns, rows)]


def peak_section(comparison):
    rates = comparison.results["peak"]
    ours = comparison.facts.get("ours", {})
    rows = []
    for name, entries in rates.items():
        library = f"{ours.get('library', '').split(' NO_')[0]} {ours.get('products', '')}, "
        found = all_rates(entries)
        title = name if name.startswith(("torch", "ours")) else library + name
        rows.append([title, spread(statistics.median(found), found)])
    columns = [f"products, {comparison.args.threads} threads", "GFLOP/s"]
    return ["## The machine's peak", table(columns, rows), FORMULA + f" P = {number(peak_rate(comparison))} GFLOP/s."]


def processor():
    cpuinfo = Path("/proc/cpuinfo")
    text = cpuinfo.read_text() if cpuinfo.exists() else ""
    found = [re.search(rf"{key}\s*:\s*(.+)", text) for key in ("model name", "cpu family", "model\t")]
    if not all(found):
        return platform.processor() or platform.machine()
    return f"{found[0].group(1)} (family {found[1].group(1)}, model {found[2].group(1)})"


def text(comparison):
    theirs = comparison.facts.get("PyTorch", {})
    facts = [
        f"{datetime.date.today()}, {processor()}, {comparison.args.threads} threads",
        f"torch {theirs.get('torch')}, transformers {theirs.get('transformers')}",
        "jemalloc for the tuned variants" if comparison.args.jemalloc else "no jemalloc: a weaker opponent",
        "OPENBLAS_CORETYPE and OPENBLAS_L2_SIZE unset",
        f"the machine's load as it began {comparison.load:.1f}"
        + (": not a quiet one" if comparison.load > 0.5 else ""),
    ]
    parts = ["# Practicum beside PyTorch, in one run", "; ".join(facts) + "."]
    sections = {
        "peak": peak_section,
        "training": training_sections,
        "inference": inference_section,
        "base": base_sections,
        "tokenizing": tokenizing_section,
        "full": full_section,
    }
    for name, section in sections.items():
        if comparison.results[name]:
            parts += section(comparison)
    checks = ", ".join(f"{task.upper()} {loss:.5f}" for task, loss in comparison.checks.items())
    if checks:
        parts.append(
            f"Before any step, without dropout, all found the same losses on one sequence of each task: {checks}."
        )
    return "\n\n".join(parts + comparison.notes)
