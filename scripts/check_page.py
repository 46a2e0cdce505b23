#!/usr/bin/env python3
"""Works in the live page as a student would, in a headless Chromium and a headless Firefox, and says how long a click takes.

    pip install axe-playwright-python==0.1.8 playwright==1.65.2
    python scripts/check_page.py .build/release/toypracticum

The notebooks are of the toy practical, which needs no model. Browsers are Debian's (`apt-get install chromium firefox-esr`), or those
that CHROMIUM and FIREFOX name. Every check is a line; the exit status is 1 where one fails.
"""

import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import urllib.request

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright

NOTEBOOK = """---
title: "Counting Letters"
params:
  file: text.txt
  most: 2
---

Some *prose* to begin with.

## 1. Reading

```{practicum}
#| label: read
read $file
```

## 2. Counting

A paragraph about counting.

```{practicum}
#| label: count
count --most $most
```

## 3. Marking

```{practicum}
#| label: mark
mark tower
```
"""
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


class Server:
    """The toy practical's server in a folder of its own."""

    def __init__(self, program: str, notebook: str = NOTEBOOK):
        self.program = program
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="practicum-page-"))
        self.file = self.folder / "book.md"
        self.file.write_text(notebook)
        (self.folder / "text.txt").write_text("The tower is tall, and the bridge is long.\n")
        self.environment = os.environ | {
            "PRACTICUM_STORE": str(self.folder / "store"), "XDG_CACHE_HOME": str(self.folder / "cache"),
            "XDG_STATE_HOME": str(self.folder / "state"),
        }
        self.start()

    def start(self, *command: str):
        self.process = subprocess.Popen(
            [self.program, *(command or ("serve", "book.md", "--no-open"))], cwd=self.folder, env=self.environment,
            stdout=subprocess.PIPE, stderr=(self.folder / "errors").open("w"), text=True)
        self.address = re.search(r"http://\S+", self.process.stdout.readline())[0]
        # What is printed of runs must not fill the pipe.
        threading.Thread(target=self.process.stdout.read, daemon=True).start()
        self.port = int(re.search(r":(\d+)/", self.address)[1])
        self.token = self.address.split("token=")[1]

    def run(self, *arguments: str) -> subprocess.CompletedProcess:
        """Runs the program in a terminal beside the page."""
        return subprocess.run(
            [self.program, *arguments], cwd=self.folder, env=self.environment, capture_output=True, text=True)

    def post(self, path: str, body: dict):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/{path}", json.dumps(body).encode(),
            {"Content-Type": "application/json", "X-Practicum-Token": self.token})
        return json.load(urllib.request.urlopen(request))

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            assert self.process.wait(20) == 0, "the server did not end well"
        shutil.rmtree(self.folder)


class Line:
    """A line to a server that can be cut and mended."""

    def __init__(self, port: int):
        self.target = port
        self.is_cut = False
        self.sockets: list[socket.socket] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            if self.is_cut:
                near.close()
                continue
            far = socket.create_connection(("127.0.0.1", self.target))
            self.sockets += [near, far]
            for one, other in [(near, far), (far, near)]:
                threading.Thread(target=self.pump, args=(one, other), daemon=True).start()

    @staticmethod
    def pump(one: socket.socket, other: socket.socket):
        with contextlib.suppress(OSError):
            while data := one.recv(1 << 16):
                other.sendall(data)
        for end in (one, other):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def cut(self):
        self.is_cut = True
        for end in self.sockets:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self.sockets = []

    def mend(self):
        self.is_cut = False


class Firefox:
    """Debian's Firefox, by its own protocol for automation, Marionette."""

    def __init__(self, program: str):
        self.profile = tempfile.mkdtemp(prefix="practicum-firefox-")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        pathlib.Path(self.profile, "user.js").write_text(f'user_pref("marionette.port", {port});\n')
        self.process = subprocess.Popen(
            [program, "--headless", "--no-remote", "--marionette", "--profile", self.profile, "about:blank"],
            env=os.environ | {"HOME": self.profile}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(600):
            with contextlib.suppress(OSError):
                self.socket = socket.create_connection(("127.0.0.1", port))
                break
            time.sleep(0.1)
        self.receive()
        self.count = 0
        self.ask("WebDriver:NewSession", {})

    def receive(self):
        length = b""
        while (digit := self.socket.recv(1)) != b":":
            assert digit, "Firefox has ended"
            length += digit
        data = b""
        while len(data) < int(length):
            data += self.socket.recv(int(length) - len(data))
        return json.loads(data)

    def ask(self, command: str, parameters: dict):
        self.count += 1
        data = json.dumps([0, self.count, command, parameters]).encode()
        self.socket.sendall(f"{len(data)}:".encode() + data)
        _, _, error, result = self.receive()
        assert error is None, error
        return result

    def goto(self, address: str):
        self.ask("WebDriver:Navigate", {"url": address})

    def script(self, text: str, *arguments):
        return self.ask("WebDriver:ExecuteScript", {"script": text, "args": list(arguments)})["value"]

    def wait(self, condition: str):
        """Waits until an expression of the page holds."""
        for _ in range(200):
            if self.script(f"return Boolean({condition})"):
                return
            time.sleep(0.05)
        raise AssertionError(f"not in ten seconds: {condition}; {self.script('return document.body.innerText.slice(0, 2000)')}")

    def click(self, selector: str):
        element = self.ask("WebDriver:FindElement", {"using": "css selector", "value": selector})["value"]
        self.ask("WebDriver:ElementClick", {"id": next(iter(element.values()))})

    def press(self, *keys: str):
        """Presses keys together, and lets them go."""
        actions = [{"type": "keyDown", "value": key} for key in keys]
        actions += [{"type": "keyUp", "value": key} for key in reversed(keys)]
        self.ask("WebDriver:PerformActions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def close(self):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)


def cell(page: Page, label: str):
    return page.locator(f"#cell-{label}")


def chip(page: Page, label: str):
    return cell(page, label).locator(".chip")


def says(page: Page):
    return page.locator(".says")


# MARK: Checks


def session(browser, server: Server):
    """From opening to a re-run section, an edited cell, another parameter and a question."""
    page = browser.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(server.address)
    expect(chip(page, "read")).to_have_text("not run")
    expect(says(page)).to_have_text("3 not run yet, of 3 cells.")

    # A section, at a click.
    page.locator("#reading h2").hover()
    page.locator("#reading h2").get_by_role("button", name="Run section").click()
    expect(cell(page, "read").locator(".outputs")).to_contain_text("43 characters")
    expect(chip(page, "read")).to_have_text("ran")
    expect(chip(page, "count")).to_have_text("not run")

    # Everything.
    page.get_by_role("button", name="Run all").click()
    expect(cell(page, "mark").locator("mark").last).to_contain_text("tower")
    expect(says(page)).to_contain_text("Finished: 3 of 3 cells done")

    # By keys: to the cell, into it, a mistake, its caret, mended, saved and run.
    page.keyboard.press("j")
    for _ in range(10):
        if page.evaluate("document.activeElement.id") == "cell-count":
            break
        page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "cell-count", "j does not lead to the cell"
    page.keyboard.press("Enter")
    area = page.get_by_label("Text of cell count")
    expect(area).to_be_focused()
    area.fill("#| label: count\ncuont --most $most")
    check = page.locator(".check")
    expect(check).to_contain_text("there is no command `cuont`")
    expect(check.locator("pre.caret")).to_contain_text("^")
    page.keyboard.press("Escape")
    expect(says(page)).to_contain_text("not saved")
    area.fill("#| label: count\ncount --most 1")
    expect(check).to_be_empty()
    area.press("Shift+Enter")
    expect(cell(page, "count").locator("tbody tr")).to_have_count(2)
    assert "count --most 1\n" in server.file.read_text(), "the file was not saved"
    assert page.evaluate("document.activeElement.dataset.piece") is not None
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == "cell-count", "k does not lead back"

    # Prose, at a double click.
    page.locator(".prose", has_text="A paragraph about").dblclick()
    page.locator(".editor textarea").fill("A **bold** paragraph.")
    page.locator(".editor textarea").press("Control+s")
    expect(page.locator(".prose strong")).to_have_text("bold")
    assert "A **bold** paragraph.\n" in server.file.read_text()

    # A new cell below, by a key.
    cell(page, "mark").locator(".source").click()
    page.keyboard.press("b")
    expect(page.locator(".editor textarea")).to_be_focused()
    page.locator(".editor textarea").fill("\n```{practicum}\n#| label: second\nmark bridge\n```")
    page.locator(".editor textarea").press("Control+s")
    expect(chip(page, "second")).to_have_text("not run")
    cell(page, "second").hover()
    cell(page, "second").get_by_role("button", name="Run").click()
    expect(cell(page, "second").locator("mark").last).to_contain_text("bridge")

    # Another one, which is run as it is saved.
    cell(page, "read").locator(".source").click()
    page.keyboard.press("b")
    page.locator(".editor textarea").fill("\n```{practicum}\ncount --most 7\n```\n")
    page.locator(".editor textarea").press("Shift+Enter")
    expect(chip(page, "reading-2")).to_have_text("ran")
    expect(says(page)).to_contain_text("1 chosen cell done")

    # A parameter: what becomes stale is said before anything runs.
    server.file.write_text(server.file.read_text().replace("count --most 1", "count --most $most"))
    expect(cell(page, "count").locator(".source")).to_contain_text("$most")
    page.get_by_role("button", name="Run all").click()
    expect(cell(page, "count").locator("tbody tr")).to_have_count(3)
    page.get_by_role("button", name="Settings and questions").click()
    page.get_by_label("most").fill("x")
    expect(page.locator(".preview")).to_contain_text("takes an integer")
    page.get_by_label("most").fill("4")
    expect(page.locator(".preview")).to_contain_text("most 2 → 4")
    expect(page.locator(".preview")).to_contain_text("count")
    expect(chip(page, "count")).to_have_text(re.compile("ran|reused"))
    page.get_by_role("button", name="Use these").click()
    expect(cell(page, "count").locator(".why")).to_contain_text("stale: parameter most 2 → 4")
    page.get_by_role("button", name="Run all").click()
    expect(cell(page, "count").locator("tbody tr")).to_have_count(5)

    # A question.
    page.get_by_label("A word of the text").fill("tall")
    page.get_by_role("button", name="Ask").click()
    answer = page.locator(".drawer .outputs")
    expect(answer.locator("mark").last).to_contain_text("tall")
    page.get_by_label("A word of the text").fill("nothing")
    page.get_by_role("button", name="Ask").click()
    expect(answer).to_contain_text("there is no 'nothing' in the text")

    # What an editor saves shows at once; a mistake has its place.
    server.file.write_text(server.file.read_text().replace("mark bridge", "mrak bridge"))
    expect(page.locator(".problems")).to_contain_text("there is no command `mrak`")
    server.file.write_text(server.file.read_text().replace("mrak bridge", "mark bridge"))
    expect(page.locator(".problems")).to_be_empty()
    expect(chip(page, "second")).to_have_text("reused")

    # A failure stands in its cell, also on a page that opens later.
    server.file.write_text(server.file.read_text().replace("mark bridge", "mark window"))
    expect(cell(page, "second").locator(".source")).to_contain_text("window")
    cell(page, "second").hover()
    cell(page, "second").get_by_role("button", name="Run").click()
    expect(chip(page, "second")).to_have_text("failed")
    other = browser.new_page()
    other.goto(server.address)
    expect(cell(other, "second").locator(".box.error")).to_contain_text("there is no 'window' in the text")
    other.close()
    assert not errors, errors
    page.close()


def progress(browser, server: Server):
    """A long cell shows how far it is, can be stopped, and goes on; a page that opens meanwhile sees it too."""
    server.file.write_text(NOTEBOOK + "\n```{practicum}\n#| label: long\nstudy --pages 200 --milliseconds 20\n```\n")
    page = browser.new_page()
    page.goto(server.address)
    expect(chip(page, "long")).to_have_text("not run")
    cell(page, "long").hover()
    cell(page, "long").get_by_role("button", name="Run").click()
    expect(chip(page, "long")).to_have_text("running")
    at_work = cell(page, "long").locator(".at-work")
    expect(at_work).to_contain_text("200 pages")
    expect(at_work).to_contain_text("loss")
    expect(at_work).to_contain_text("ETA")
    expect(at_work.locator("polyline")).to_have_count(2)
    late = browser.new_page()
    late.goto(server.address)
    expect(cell(late, "long").locator(".at-work polyline")).to_have_count(2)
    late.get_by_role("button", name="Stop").click()
    for one in (page, late):
        expect(chip(one, "long")).to_have_text("interrupted")
        expect(one.get_by_role("button", name="Stop")).to_be_disabled()
    page.get_by_role("button", name="Run all").click()
    expect(cell(page, "long").locator(".outputs")).to_contain_text("Studied 200 pages", timeout=20_000)
    done = int(re.search(r", (\d+) of them before", cell(page, "long").locator(".outputs").inner_text())[1])
    assert done > 0, "the run did not go on where it was stopped"
    page.close()
    late.close()


def disconnect(browser, server: Server):
    """A page that loses its connection says so, keeps what is typed, and catches up."""
    line = Line(server.port)
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{line.port}/?token={server.token}")
    expect(chip(page, "read")).to_have_text("not run")
    cell(page, "mark").hover()
    cell(page, "mark").get_by_role("button", name="Edit").click()
    page.get_by_label("Text of cell mark").fill("#| label: mark\nmark bridge")
    line.cut()
    expect(says(page)).to_contain_text("connection is lost")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(says(page)).to_contain_text("does not answer")
    server.post("run", {"cells": ["read", "count"]})
    time.sleep(1)
    expect(chip(page, "count")).to_have_text("not run")
    line.mend()
    expect(chip(page, "count")).to_have_text("ran")
    assert page.get_by_label("Text of cell mark").input_value() == "#| label: mark\nmark bridge"
    page.get_by_role("button", name="Save", exact=True).click()
    expect(cell(page, "mark").locator(".source")).to_contain_text("bridge")
    page.close()


def conflict(browser, server: Server):
    """What somebody else has saved is never overwritten: elsewhere both stay, in the same place both are shown."""
    page = browser.new_page()
    page.goto(server.address)
    area = page.get_by_label("Text of cell mark")

    def edit(text: str):
        cell(page, "mark").hover()
        cell(page, "mark").get_by_role("button", name="Edit").click()
        area.fill(text)

    edit("#| label: mark\nmark tall")
    server.file.write_text(NOTEBOOK.replace("Some *prose*", "Quite other *prose*\n\nin two paragraphs"))
    expect(page.locator(".prose").first).to_contain_text("Quite other")
    expect(area).to_have_value("#| label: mark\nmark tall")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(cell(page, "mark").locator(".source")).to_contain_text("tall")
    text = server.file.read_text()
    assert "Quite other" in text and "mark tall" in text, "one of the two changes is lost"

    edit("#| label: mark\nmark bridge")
    theirs = text.replace("mark tall", "mark long")
    server.file.write_text(theirs)
    expect(cell(page, "mark").locator(".source")).to_contain_text("long")
    page.get_by_role("button", name="Save", exact=True).click()
    box = page.locator(".conflict")
    expect(box).to_contain_text("mark long")
    assert server.file.read_text() == theirs, "the file was overwritten"
    expect(area).to_have_value("#| label: mark\nmark bridge")
    page.get_by_role("button", name="Save mine in its place").click()
    expect(cell(page, "mark").locator(".source")).to_contain_text("bridge")
    assert server.file.read_text() == theirs.replace("mark long", "mark bridge")
    page.close()


def saves(browser, server: Server):
    """What was not edited keeps its bytes; where nothing can be written, the page says so and keeps the text."""
    text = NOTEBOOK.replace("A paragraph", "A\tparagraph \u00e9e\u0301\u2028\u00a0").replace("\n", "\r\n").rstrip()
    server.file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    page = browser.new_page()
    page.goto(server.address)
    expect(page.locator(".prose", has_text="paragraph")).to_be_visible()
    cell(page, "mark").hover()
    cell(page, "mark").get_by_role("button", name="Edit").click()
    area = page.get_by_label("Text of cell mark")
    area.fill("#| label: mark\nmark\ttall")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(cell(page, "mark").locator(".source")).to_contain_text("tall")
    assert server.file.read_bytes() == b"\xef\xbb\xbf" + text.replace("mark tower", "mark\ttall").encode(), server.file.read_bytes()
    page.locator(".prose", has_text="paragraph").dblclick()
    page.locator(".editor textarea").press("Control+End")
    page.locator(".editor textarea").type("!")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".prose", has_text="counting.!")).to_be_visible()
    changed = text.replace("mark tower", "mark\ttall").replace("about counting.", "about counting.!")
    assert server.file.read_bytes() == b"\xef\xbb\xbf" + changed.encode(), server.file.read_bytes()

    server.file.chmod(0o444)
    cell(page, "mark").hover()
    cell(page, "mark").get_by_role("button", name="Edit").click()
    area.fill("#| label: mark\nmark long")
    area.press("Shift+Enter")
    expect(page.locator(".editor .check")).to_contain_text("book.md can't be written: Permission denied")
    expect(area).to_have_value("#| label: mark\nmark long")
    server.file.chmod(0o600)
    area.press("Shift+Enter")
    expect(cell(page, "mark").locator("mark").last).to_contain_text("long")
    assert server.file.stat().st_mode & 0o777 == 0o600
    page.close()


def terminal(browser, server: Server):
    """What a terminal has run, the page shows, and the other way round."""
    page = browser.new_page()
    page.goto(server.address)
    expect(chip(page, "mark")).to_have_text("not run")
    result = server.run("run", "book.md")
    assert result.returncode == 0, result.stderr
    expect(chip(page, "mark")).to_have_text("reused")
    expect(cell(page, "mark").locator("mark").last).to_contain_text("tower")
    server.file.write_text(NOTEBOOK.replace("mark tower", "mark tall"))
    expect(cell(page, "mark").locator(".why")).to_contain_text("stale")
    page.get_by_role("button", name="Run all").click()
    expect(chip(page, "mark")).to_have_text("ran")
    status = server.run("status", "book.md", "--json")
    states = {one["label"]: one["state"] for one in json.loads(status.stdout)["cells"]}
    assert set(states.values()) == {"fresh"}, states
    page.close()


def watched(browser, server: Server):
    """`watch --open` runs what is stale on each save, and the page shows it."""
    server.process.send_signal(signal.SIGINT)
    server.process.wait(20)
    # No browser is opened where there is no screen.
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "BROWSER"]:
        server.environment.pop(name, None)
    server.start("watch", "book.md", "--open")
    page = browser.new_page()
    page.goto(server.address)
    expect(chip(page, "mark")).to_have_text("ran")
    server.file.write_text(NOTEBOOK.replace("mark tower", "mark tall"))
    expect(cell(page, "mark").locator("mark").last).to_contain_text("tall")
    expect(chip(page, "mark")).to_have_text("ran")
    page.close()


def killed(browser, server: Server):
    """A server that is killed in a run loses nothing that was done."""
    server.file.write_text(NOTEBOOK + "\n```{practicum}\n#| label: long\nstudy --pages 500\n```\n")
    page = browser.new_page()
    page.goto(server.address)
    page.get_by_role("button", name="Run all").click()
    expect(chip(page, "long")).to_have_text("running")
    expect(chip(page, "mark")).to_have_text("ran")
    cell(page, "mark").hover()
    cell(page, "mark").get_by_role("button", name="Edit").click()
    area = page.get_by_label("Text of cell mark")
    area.fill("#| label: mark\nmark bridge")
    server.kill()
    expect(says(page)).to_contain_text("connection is lost")
    server.start()
    other = browser.new_page()
    other.goto(server.address)
    expect(chip(other, "mark")).to_have_text("reused")
    expect(cell(other, "mark").locator("mark").last).to_contain_text("tower")
    # The old address is of no more use: its page says so, and keeps what was typed.
    expect(says(page)).to_contain_text("open the one that is printed in the terminal")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(says(page)).to_contain_text("This page can't save or run any more")
    expect(area).to_have_value("#| label: mark\nmark bridge")
    page.close(run_before_unload=False)
    other.close()


def many_pages(browser, server: Server):
    """Eight pages of one browser see the same, which has six connections for a server."""
    context = browser.new_context()
    pages = [context.new_page() for _ in range(8)]
    for page in pages:
        page.goto(server.address)
        expect(chip(page, "read")).to_have_text("not run")
    pages[7].get_by_role("button", name="Run all").click()
    for page in pages:
        expect(chip(page, "mark")).to_have_text("ran")
    # The one that holds the stream is closed.
    pages[0].close()
    server.file.write_text(NOTEBOOK.replace("mark tower", "mark tall"))
    for page in pages[1:]:
        expect(cell(page, "mark").locator(".source")).to_contain_text("tall")
    pages[3].get_by_role("button", name="Run all").click()
    for page in pages[1:]:
        expect(cell(page, "mark").locator("mark").last).to_contain_text("tall")
    context.close()


def accessible(browser, server: Server):
    """WCAG 2.2 AA, with everything open."""
    server.run("run", "book.md")
    for scheme in ["light", "dark"]:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme=scheme, bypass_csp=True)
        page = context.new_page()
        page.goto(server.address)
        expect(chip(page, "mark")).to_have_text("reused")
        page.get_by_role("button", name="Settings and questions").click()
        cell(page, "mark").hover()
        cell(page, "mark").get_by_role("button", name="Edit").click()
        expect(page.locator(".editor")).to_be_visible()
        violations = Axe().run(page, options=RULES).response["violations"]
        for violation in violations:
            for node in violation["nodes"][:3]:
                print(f"    {scheme}: {violation['id']}: {violation['help']}: {node['html'][:160]}")
        assert not violations, f"{len(violations)} violations ({scheme})"
        context.close()


CLICK = """async (label) => {
  const cell = () => document.getElementById("cell-" + label);
  const begin = performance.now();
  [...cell().querySelectorAll(".tools button")].find((one) => one.textContent === "Run").click();
  return await new Promise((resolve, reject) => {
    const look = () => cell()?.querySelector(".outputs") && resolve(performance.now() - begin);
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true });
    setTimeout(() => reject(new Error("no output of " + label)), 20000);
    look();
  });
}"""


def click_times(browser, server: Server):
    """From a click on `Run` of a cell that has not run to its output on the page."""
    cells = "".join(f"\n```{{practicum}}\n#| label: c{n}\ncount --most {n + 1}\n```\n" for n in range(40))
    server.file.write_text(NOTEBOOK + cells)
    page = browser.new_page()
    page.goto(server.address)
    expect(chip(page, "c39")).to_have_text("not run")
    times = []
    for n in range(40):
        times.append(page.evaluate(CLICK, f"c{n}"))
        expect(page.get_by_role("button", name="Stop")).to_be_disabled()
    times.sort()
    median = statistics.median(times)
    print(f"    click to output: median {median:.0f} ms, 90 % under {times[35]:.0f} ms, of {len(times)} clicks")
    assert median < 150, f"{median:.0f} ms"
    page.close()


def large(browser, server: Server):
    """2,000 cells."""
    words = ["tower", "tall", "bridge", "long", "The"]
    cells = "".join(
        f"\n### Part {n}\n\nAbout part {n}.\n\n```{{practicum}}\n#| label: m{n}\nmark {words[n % 5]}\n```\n" for n in range(2000))
    server.file.write_text(NOTEBOOK + cells)
    time.sleep(1)
    page = browser.new_page()
    page.set_default_timeout(120_000)
    begin = time.monotonic()
    page.goto(server.address)
    expect(chip(page, "m1999")).to_have_text("not run", timeout=60_000)
    opened = time.monotonic() - begin
    times = sorted(page.evaluate(CLICK, f"m{n}") for n in range(0, 9))
    begin = time.monotonic()
    page.locator('[data-do="run-stale"]').click()
    expect(chip(page, "m1999")).to_have_text(re.compile("ran|reused"), timeout=120_000)
    expect(says(page)).to_contain_text("Finished", timeout=60_000)
    ran = time.monotonic() - begin
    assert page.locator(".cell .outputs").count() == 2003
    print(f"    2,003 cells: opened in {opened:.1f} s, run in {ran:.1f} s; click to output: median {statistics.median(times):.0f} ms")
    page.close()


def firefox(browser, server: Server):
    """The same in Firefox: run, edit by keys, save, follow a terminal, ask."""
    program = os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
    assert program, "Firefox is missing (apt-get install firefox-esr)"
    fox = Firefox(program)
    try:
        chip_is = "document.querySelector('#cell-{} .chip').textContent == '{}'"
        fox.goto(server.address)
        fox.wait(chip_is.format("read", "not run"))
        fox.click('[data-do="run-stale"]')
        fox.wait(chip_is.format("mark", "ran"))
        for _ in range(10):
            fox.press("j")
            if fox.script("return document.activeElement.id") == "cell-mark":
                break
        fox.press("\ue007")
        fox.wait("document.activeElement.matches('.editor textarea')")
        fox.script("document.activeElement.value = '#| label: mark\\nmrak tall';"
                   "document.activeElement.dispatchEvent(new Event('input', { bubbles: true }))")
        fox.wait("document.querySelector('.check pre.caret')?.textContent.includes('^')")
        fox.script("document.activeElement.value = '#| label: mark\\nmark tall';"
                   "document.activeElement.dispatchEvent(new Event('input', { bubbles: true }))")
        fox.press("\ue008", "\ue007")
        fox.wait("document.querySelector('#cell-mark .source').textContent == 'mark tall'")
        fox.wait(chip_is.format("mark", "ran"))
        assert "mark tall" in server.file.read_text()
        server.file.write_text(NOTEBOOK.replace("mark tower", "mark long"))
        fox.wait("document.querySelector('#cell-mark .source').textContent == 'mark long'")
        server.run("run", "book.md")
        fox.wait("[...document.querySelectorAll('#cell-mark mark')].at(-1)?.textContent.includes('long')")
        fox.click('.bar [data-do="drawer"]')
        fox.script("document.querySelector('.asks textarea').value = 'bridge'")
        fox.click('.asks button[type="submit"]')
        fox.wait("document.querySelector('.drawer .outputs mark')")
    finally:
        fox.close()


CHECKS = [session, progress, disconnect, conflict, saves, terminal, watched, killed, many_pages, accessible, firefox, click_times, large]


def main(arguments: list[str]) -> int:
    browser_path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not browser_path or not arguments:
        print("Chromium is missing (apt-get install chromium)." if arguments else __doc__, file=sys.stderr)
        return 2
    program = str(pathlib.Path(arguments[0]).resolve())
    wanted = arguments[1:]
    failures = 0
    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        for check in CHECKS:
            if wanted and check.__name__ not in wanted:
                continue
            server = Server(program)
            begin = time.monotonic()
            try:
                check(browser, server)
                server.stop()
                print(f"ok      {check.__name__} ({time.monotonic() - begin:.1f} s): {check.__doc__.splitlines()[0]}")
            except Exception:
                failures += 1
                traceback.print_exc()
                print((server.folder / "errors").read_text(), file=sys.stderr)
                print(f"FAILED  {check.__name__}: {check.__doc__.splitlines()[0]}")
                server.kill()
        browser.close()
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
