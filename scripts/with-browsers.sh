#!/usr/bin/env bash
# Runs a script that checks something in browsers: installs Debian's Chromium and Firefox and, in an environment of their own, the Python
# packages that this needs.
#
#   scripts/with-browsers.sh scripts/check_reports.py REPORT…
#   scripts/with-browsers.sh scripts/check_page.py PROGRAM
set -euo pipefail
environment="$(cd "$(dirname "$0")/.." && pwd)/.build/browsers"

missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v firefox-esr >/dev/null || command -v firefox >/dev/null || missing+=(firefox-esr)
python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
if [ ${#missing[@]} -gt 0 ]; then
    as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
if ! "$environment/bin/python" -c 'import axe_playwright_python' 2>/dev/null; then
    python3 -m venv "$environment"
    "$environment/bin/python" -m pip install --quiet axe-playwright-python==0.1.8 playwright==1.65.2
fi
exec "$environment/bin/python" "$@"
