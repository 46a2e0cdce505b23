"""Batches of the practical in one order for both sides, written to a file that both read.

The file is a row of little-endian 32-bit integers. First MAGIC, the number of batches of each kind (checks, warm-up,
measured) and the steps of the learning rate's schedule. Then, for each batch: the task (0 NER, 1 QA), S sequences, T
tokens; input ids [T], token types [T], positions [T], sequence offsets [S + 1], lengths [S], examples [S]; and the
labels [T] of NER, or the starts [S] and ends [S] of QA.
"""

import array
import random
import sys

TASKS = ("ner", "qa")
MAGIC = 0x50424131
EPOCHS = 3


def epoch_order(features, size, seed, epoch):
    """An epoch's batches, [(task, rows)]: each task shuffled, NER and QA in turn, then the rest of the longer one."""
    queues = []
    for task in TASKS:
        rows = list(range(len(features[task])))
        random.Random(f"{seed} {task} {epoch}").shuffle(rows)
        queues.append([(task, rows[first : first + size]) for first in range(0, len(rows), size)])
    order = []
    while any(queues):
        queue = queues[len(order) % 2] or queues[1 - len(order) % 2]
        order.append(queue.pop(0))
    return order


def operations(config, lengths):
    """Float operations of a forward pass: a multiply-add counted twice, attention included."""
    hidden, inner, layers = config["hidden_size"], config["intermediate_size"], config["num_hidden_layers"]
    dense = sum(lengths) * 2 * (4 * hidden * hidden + 2 * hidden * inner)
    attention = sum(length * length for length in lengths) * 4 * hidden
    return layers * (dense + attention)


def sample(batches, cost, count):
    """`count` of the batches at evenly spaced ranks of their cost, so that the median of few stands for all."""
    ranked = sorted(batches, key=cost)
    return [ranked[int((index + 0.5) * len(ranked) / count)] for index in range(count)]


def longest(features, task, size):
    """The batch of a task's longest sequences: what memory must hold, whatever the order."""
    rows = sorted(range(len(features)), key=lambda row: -len(features[row]["input_ids"]))[:size]
    return task, rows


def encoded(features, batch):
    task, rows = batch
    chosen = [features[task][row] for row in rows]
    lengths = [len(feature["input_ids"]) for feature in chosen]
    tokens = sum(lengths)
    words = [TASKS.index(task), len(rows), tokens]
    words += [token for feature in chosen for token in feature["input_ids"]]
    words += [0] * tokens
    words += [position for length in lengths for position in range(length)]
    words += [sum(lengths[:index]) for index in range(len(lengths) + 1)]
    words += lengths
    words += rows
    if task == "ner":
        words += [label for feature in chosen for label in feature["labels"]]
    else:
        words += [feature["start"] for feature in chosen] + [feature["end"] for feature in chosen]
    return words


def write(path, features, checks, warm_up, measured, schedule_steps):
    words = array.array("i", [MAGIC, len(checks), len(warm_up), len(measured), schedule_steps])
    assert words.itemsize == 4
    for batch in [*checks, *warm_up, *measured]:
        words.extend(encoded(features, batch))
    if sys.byteorder == "big":
        words.byteswap()
    path.write_bytes(words.tobytes())


def read(path):
    """(checks, warm-up and measured batches, schedule's steps); a batch is a dictionary of lists, by sequence."""
    words = array.array("i", path.read_bytes())
    if sys.byteorder == "big":
        words.byteswap()
    if words[0] != MAGIC:
        sys.exit(f"{path}: error: this is not a file of batches")
    counts, place, found = words[1:4], 5, []
    for _ in range(sum(counts)):
        task, sequences, tokens = words[place : place + 3]
        ids = words[place + 3 : place + 3 + tokens]
        place += 3 + 3 * tokens
        offsets = words[place : place + sequences + 1]
        place += 3 * sequences + 1
        spans = list(zip(offsets, offsets[1:]))
        batch = {"task": TASKS[task], "input_ids": [list(ids[low:high]) for low, high in spans]}
        if task == 0:
            labels = words[place : place + tokens]
            batch["labels"] = [list(labels[low:high]) for low, high in spans]
            place += tokens
        else:
            batch["starts"] = list(words[place : place + sequences])
            batch["ends"] = list(words[place + sequences : place + 2 * sequences])
            place += 2 * sequences
        found.append(batch)
    return found[: counts[0]], found[counts[0] :], words[4]


def measured_count(path):
    """How many of a file's batches are measured: the last ones."""
    with path.open("rb") as file:
        words = array.array("i", file.read(20))
    if sys.byteorder == "big":
        words.byteswap()
    return words[3]
