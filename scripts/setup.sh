#!/usr/bin/env bash
# Installs the Debian packages that building and running need. Does nothing if they are already installed.
set -euo pipefail

packages=(
    libopenblas-dev libcmark-gfm-dev libcmark-gfm-extensions-dev libcairo2-dev libpng-dev libedit-dev libssl-dev libcurl4-openssl-dev ca-certificates zlib1g-dev libzstd-dev
    liblz4-dev libsnappy-dev fonts-dejavu-core pkg-config python3-pip
)

if ! command -v swift >/dev/null; then
    echo "setup: there is no 'swift' on the path. Install Swift 6 from https://www.swift.org/install/ and run this again." >&2
    exit 1
fi
if ! command -v dpkg-query >/dev/null; then
    echo "setup: this is no Debian system. Install the equivalents of: ${packages[*]}" >&2
    exit 0
fi

missing=()
for package in "${packages[@]}"; do
    # Any installed pip is sufficient, wherever it comes from.
    if [ "$package" = python3-pip ] && python3 -m pip --version >/dev/null 2>&1; then continue; fi
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then exit 0; fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "setup: run as root or install sudo: ${missing[*]} must be installed." >&2
        exit 1
    fi
    as_root=(sudo)
fi
echo "setup: installing ${missing[*]}"
"${as_root[@]}" apt-get update -qq
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
