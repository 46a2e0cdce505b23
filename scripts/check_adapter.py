"""Opens an adapter that `save adapter` wrote in PEFT, and compares it with the encoder that `save checkpoint --merge` wrote.

    python scripts/check_adapter.py ENCODER ADAPTER MERGED

ENCODER is the folder of the encoder that was adapted, or the word `shipped`: then the base is made from MERGED with the adapter taken off.
ADAPTER may have a head, which is then looked for in the file. Writes nothing; stops with an error where the hidden states of some random
texts differ by more than 1e-4, or where PEFT did not find a tensor. torch 2.13.0, transformers 5.23.0, PEFT 0.21.
"""

import json
import os
import sys
import warnings
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")

import peft
import torch
import transformers
from safetensors.torch import load_file

HEADS = {
    "TOKEN_CLS": transformers.AutoModelForTokenClassification,
    "QUESTION_ANS": transformers.AutoModelForQuestionAnswering,
    "SEQ_CLS": transformers.AutoModelForSequenceClassification,
}


def base_model(encoder, merged, settings, tensors):
    """The model that the adapter is for."""
    task = settings["task_type"]
    labels = next((value.shape[0] for name, value in tensors.items() if name.endswith("classifier.bias")), 2)
    model_class = HEADS.get(task, transformers.AutoModel)
    options = {"num_labels": labels} if task in ("TOKEN_CLS", "SEQ_CLS") else {}
    if encoder != "shipped":
        return model_class.from_pretrained(encoder, **options)
    model = model_class.from_pretrained(merged, **options)
    scale = settings["lora_alpha"] / (settings["r"] ** 0.5 if settings["use_rslora"] else settings["r"])
    parameters = dict(model.named_parameters())
    with torch.no_grad():
        for name, a in tensors.items():
            if name.endswith(".lora_A.weight"):
                dense = name.removeprefix("base_model.model.").removesuffix(".lora_A.weight")
                b = tensors[name.replace(".lora_A.", ".lora_B.")]
                parameters[f"{dense}.weight"] -= scale * b @ a
    return model


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    encoder, adapter, merged = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    settings = json.loads((adapter / "adapter_config.json").read_text(encoding="utf-8"))
    tensors = load_file(adapter / "adapter_model.safetensors")
    base = base_model(encoder, merged, settings, tensors)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model = peft.PeftModel.from_pretrained(base, adapter).eval()
    for warning in caught:
        if "adapter" in str(warning.message) or "Unexpected" in str(warning.message):
            sys.exit(f"error: PEFT says: {warning.message}")
    inside = peft.get_peft_model_state_dict(model)
    if inside.keys() != tensors.keys():
        sys.exit(f"error: PEFT has other tensors: {sorted(inside.keys() ^ tensors.keys())}")
    if not all(torch.equal(inside[name], tensors[name]) for name in tensors):
        sys.exit("error: PEFT changed a tensor")
    generator = torch.Generator().manual_seed(1)
    ids = torch.randint(5, model.config.vocab_size, (3, 17), generator=generator)
    reference = transformers.AutoModel.from_pretrained(merged).eval()
    with torch.no_grad():
        inner = model.get_base_model()
        inner = getattr(inner, inner.base_model_prefix, inner)
        difference = (inner(ids).last_hidden_state - reference(ids).last_hidden_state).abs().max().item()
        size = reference(ids).last_hidden_state.abs().max().item()
    print(f"peft {peft.__version__}: {len(tensors)} tensors; states of up to {size:.3g} differ by {difference:.3g}")
    if not difference < 1e-4:
        sys.exit("error: the adapter in PEFT and the merged encoder differ")


if __name__ == "__main__":
    main()
