"""Checks that a cache which the program filled is one to huggingface_hub, and fills another for the program to look at.

    python scripts/hub_cache_check.py ENDPOINT FILLED EMPTY KIND/ORGANISATION/NAME...

ENDPOINT is a Hub, e.g. what `hub-server` prints. FILLED is a cache folder in which the program has fetched these repositories whole;
KIND is `model` or `dataset`. Each of their files has to be found in FILLED, with the content that huggingface_hub itself downloads
into EMPTY. Made with huggingface_hub 2.4.0; nothing is asked but ENDPOINT.
"""

import os
import sys
from pathlib import Path

endpoint, filled, empty, *repositories = sys.argv[1:]
os.environ["HF_ENDPOINT"] = endpoint
os.environ["HF_HUB_DISABLE_IMPLICIT_TOKEN"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
os.environ.pop("HF_HUB_OFFLINE", None)

from huggingface_hub import snapshot_download, try_to_load_from_cache  # noqa: E402

count = 0
for repository in repositories:
    kind, _, name = repository.partition("/")
    downloaded = Path(snapshot_download(name, repo_type=kind, cache_dir=empty))
    located = Path(snapshot_download(name, repo_type=kind, cache_dir=filled, local_files_only=True))
    assert located.name == downloaded.name, f"{repository}: commit {located.name}, not {downloaded.name}"
    for path in sorted(path for path in downloaded.rglob("*") if path.is_file()):
        file = str(path.relative_to(downloaded))
        found = try_to_load_from_cache(name, file, repo_type=kind, cache_dir=filled)
        assert isinstance(found, str), f"{repository}: {file} is not found"
        assert Path(found).read_bytes() == path.read_bytes(), f"{repository}: {file} has another content"
        count += 1
print(f"{count} files are found by huggingface_hub, with their content")
