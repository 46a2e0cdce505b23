"""Reads with TensorBoard what `run --tensorboard DIR` wrote, and compares it with the run's steps.csv and metrics.json.

    python scripts/check_tensorboard.py DIR OUTPUT_FOLDER

DIR holds the folder of one run; OUTPUT_FOLDER is the folder beside its report. Needs tensorboard. Exits with 1 at a difference.
"""

import csv
import json
import struct
import sys
from pathlib import Path

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator


def single(number):
    """As event files hold numbers: in single precision."""
    return struct.unpack("f", struct.pack("f", number))[0]


def read(folder):
    accumulator = EventAccumulator(str(folder), size_guidance={"scalars": 0})
    accumulator.Reload()
    return {
        tag: [(event.step, event.value) for event in accumulator.Scalars(tag)]
        for tag in accumulator.Tags()["scalars"]
    }


def expected(output):
    series, metrics = {}, json.loads((output / "metrics.json").read_text())
    last = 0
    path = output / "steps.csv"
    rows = list(csv.DictReader(open(path, newline=""))) if path.exists() else []
    for row in rows:
        last = max(last, int(row["step"]))
        for name, value in row.items():
            if name in ("cell", "step") or not value:
                continue
            try:
                number = single(float(value))
            except ValueError:
                continue
            series.setdefault(f"{row['cell']}/{name}", []).append((int(row["step"]), number))
    # In joint steps, a column has a value for each task: one number if they are equal, and otherwise only numbers by task.
    by_task = {tag for tag, values in series.items() if len(set(values)) > len({step for step, _ in values})}
    series = {tag: list(dict.fromkeys(values)) for tag, values in series.items() if tag not in by_task}
    for name, value in metrics.items():
        if value is not None:
            series[f"metrics/{name}"] = [(last, single(value))]
    return series, by_task, len(rows)


def main():
    folder, output = map(Path, sys.argv[1:3])
    (run,) = [path for path in folder.iterdir() if path.is_dir()]
    found, (wanted, by_task, rows) = read(run), expected(output)
    wrong = [tag for tag, values in wanted.items() if found.get(tag) != values]
    for tag in wrong:
        print(f"{tag}: {found.get(tag)} is not {wanted[tag]}"[:300])
    # The others are the same numbers by group.
    odd = [tag for tag in found if tag not in wanted and tag.rsplit("/", 1)[0] not in wanted.keys() | by_task]
    for tag in odd:
        print(f"{tag}: not expected")
    print(f"{run.name}: {len(found)} tags, {rows} steps, {'wrong' if wrong or odd else 'the same'}")
    sys.exit(bool(wrong or odd))


if __name__ == "__main__":
    main()
