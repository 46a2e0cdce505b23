#!/usr/bin/env bash
# Runs a notebook from an empty cache with only HF_ENDPOINT set. A server on this machine replaces the Hugging Face Hub. It has
# all-MiniLM-L6-v2 under the name bert-base-uncased, and the sample corpus as Parquet under the data sets' names.
#
#   hub-rehearsal.sh NOTEBOOK [OPTIONS OF run …]
set -euo pipefail
cd "$(dirname "$0")/.."
notebook="${1:?usage: hub-rehearsal.sh NOTEBOOK [OPTIONS …]}"
shift

swift build -c release --product practicum
swift build -c release --product hub-server
scripts/fetch-encoder.sh
program="$PWD/.build/release/practicum"
cache="${PRACTICUM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/practicum}"

work="$(mktemp -d)"
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT

# pyarrow writes the Parquet files; it is installed once, beside the encoder.
pyarrow=26.0.1
python="$cache/python-pyarrow-$pyarrow"
[ -f "$python/.complete" ] || {
    python3 -m pip install --quiet --disable-pip-version-check --target "$python" "pyarrow==$pyarrow"
    touch "$python/.complete"
}
# Checking a notebook writes the sample corpus to the place where it will be read.
PRACTICUM_CACHE="$work/sample" HF_HUB_CACHE="$work/none" "$program" check notebooks/three-tasks.md
PYTHONPATH="$python" python3 scripts/sample-parquet.py "$work"/sample/sample/v* "$work/hub"
model="$work/hub/models/google-bert/bert-base-uncased"
mkdir -p "$model"
for file in config.json model.safetensors vocab.txt tokenizer.json tokenizer_config.json special_tokens_map.json; do
    cp "$cache/encoders/all-MiniLM-L6-v2/$file" "$model"
done
printf -- '---\nlicense: apache-2.0\n---\nall-MiniLM-L6-v2 in the place of bert-base-uncased.\n' >"$model/README.md"

.build/release/hub-server "$work/hub" >"$work/address" &
server=$!
until [ -s "$work/address" ]; do kill -0 "$server" && sleep 0.1; done

rehearse() { env -i PATH="$PATH" HOME="$work/home" HF_ENDPOINT="$(cat "$work/address")" "$program" "$@"; }
mkdir "$work/home"
rehearse run "$notebook" --store "$work/store" -o "$work/report/report.html" "$@"
# The run used the downloaded files, and no substitutes.
if grep -oE 'takes the place of (bert-base-uncased|conll2003|squad|sst2)[^<]*' "$work/report/report.html"; then
    echo 'hub-rehearsal: something stood in for what the server has.' >&2
    exit 1
fi
kill "$server"
server=
# Without the server, all files are in the cache.
rehearse run "$notebook" --store "$work/store" -o "$work/report/report.html" --offline "$@" | tail -n 2
