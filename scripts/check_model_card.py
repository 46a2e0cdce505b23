"""Reads the model cards of folders that `save` wrote as the Hugging Face Hub does.

    python scripts/check_model_card.py FOLDER…

Needs huggingface_hub; nothing is sent. Exits with 1 when a card can't be read or has no results.
"""

import sys
from pathlib import Path

from huggingface_hub import ModelCard


def main():
    failed = len(sys.argv) < 2
    for folder in sys.argv[1:]:
        try:
            card = ModelCard.load(Path(folder) / "README.md")
            results = card.data.eval_results or []
            print(f"{folder}: {card.data.model_name}, tags {card.data.tags}")
            for result in results:
                print(f"  {result.task_type} {result.dataset_type} {result.metric_type}: {result.metric_value}")
            failed |= not results
        except Exception as error:
            failed = True
            print(f"{folder}: {type(error).__name__}: {error}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
