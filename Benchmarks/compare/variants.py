"""Whom Practicum is measured against, and the environment of each process."""

import os

MALLOC_CONF = "dirty_decay_ms:-1,muzzy_decay_ms:-1,thp:always,oversize_threshold:0"


def variant(label, family, padding, attention, precision, bf16=False, jemalloc=True, fused=False):
    return {
        "label": label,
        "family": family,
        "padding": padding,
        "attention": attention,
        "precision": precision,
        "bf16": bf16,
        "jemalloc": jemalloc,
        "fused": fused,
    }


# `family`: the best of all `f32` variants is the best f32, and the best of both families is the best of all.
OPPONENTS = {
    "notebook": variant(
        "the notebook as it stands: padded, f32, sdpa", "notebook", "max-length", "sdpa", "highest", jemalloc=False
    ),
    "f32-eager": variant("dynamic, f32, eager", "f32", "longest", "eager", "highest"),
    "f32-sdpa": variant("dynamic, f32, sdpa", "f32", "longest", "sdpa", "highest"),
    "medium-eager": variant("dynamic, f32 `medium`, eager", "f32", "longest", "eager", "medium"),
    "medium-sdpa": variant("dynamic, f32 `medium`, sdpa", "f32", "longest", "sdpa", "medium"),
    "bf16-eager": variant("dynamic, bf16 autocast, eager", "bf16", "longest", "eager", "medium", bf16=True),
    "bf16-sdpa": variant("dynamic, bf16 autocast, sdpa", "bf16", "longest", "sdpa", "medium", bf16=True),
}
# The same with PyTorch's fused AdamW. These are faster than the variants for which the targets were set, so they belong to no family.
OPPONENTS.update(
    {
        f"{name}-fused": {**OPPONENTS[name], "label": OPPONENTS[name]["label"] + ", fused AdamW", "family": "fused"}
        | {"fused": True}
        for name in [name for name in OPPONENTS if name != "notebook"]
    }
)
# Options of PracticalBenchmark for each of our variants.
OURS = {"ours f32": [], "ours bf16": ["--precision", "bf16"]}
FAMILIES = ("f32", "bf16")


def environment(threads, jemalloc=None):
    """The environment of a measured process: what bends OpenBLAS's choice of kernel is unset for both sides."""
    result = {
        name: value
        for name, value in os.environ.items()
        if name not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "LD_PRELOAD", "MALLOC_CONF", "MKL_NUM_THREADS")
    }
    result.update(
        OMP_NUM_THREADS=str(threads),
        TOKENIZERS_PARALLELISM="false",
        RAYON_NUM_THREADS="1",
        TRANSFORMERS_VERBOSITY="error",
        HF_HUB_OFFLINE="1",
    )
    if jemalloc:
        result.update(LD_PRELOAD=str(jemalloc), MALLOC_CONF=MALLOC_CONF)
    return result
