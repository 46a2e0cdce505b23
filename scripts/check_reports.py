#!/usr/bin/env python3
"""Checks reports against WCAG 2.2 AA with axe-core, in a headless Chromium, in light and in dark.

    pip install axe-playwright-python==0.1.8 playwright==1.65.2
    python scripts/check_reports.py output/practical-7.quick.html

Chromium is Debian's (`apt-get install chromium`), or the one that CHROMIUM names. Every violation is printed with its place; the exit
status is 1 where there is one.
"""

import os
import pathlib
import shutil
import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def main(paths: list[str]) -> int:
    browser_path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not browser_path or not paths:
        print("Chromium is missing (apt-get install chromium)." if paths else __doc__, file=sys.stderr)
        return 2
    failed = False
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        for path in paths:
            for scheme in ["light", "dark"]:
                # The page's policy lets no script in but its own; axe is put in past it.
                context = browser.new_context(
                    viewport={"width": 1440, "height": 900}, color_scheme=scheme, bypass_csp=True
                )
                page = context.new_page()
                page.goto(pathlib.Path(path).resolve().as_uri())
                page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
                violations = Axe().run(page, options=RULES).response["violations"]
                for violation in violations:
                    failed = True
                    for node in violation["nodes"][:5]:
                        print(f"{path} ({scheme}): {violation['id']}: {violation['help']}: {node['target']}\n    {node['html'][:200]}")
                print(f"{path} ({scheme}): {len(violations)} violations")
                context.close()
        browser.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
