"""Runs one measurement in a process of its own and reads what it prints."""

import json
import os
import subprocess
import sys
import tempfile


def run(command, environment):
    """The process's lines of JSON, and its peak resident memory in MB."""
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=errors)
        try:
            output = process.stdout.read()
            # The kernel measures the peak, in the same way for both programs: kilobytes on Linux, bytes on macOS.
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        except BaseException:
            process.kill()
            raise
        if process.returncode:
            errors.seek(0)
            tail = errors.read().decode(errors="replace").strip().splitlines()[-15:]
            shown = " ".join(map(str, command))
            sys.exit("\n".join([*tail, f"error: status {process.returncode} of: {shown}"]))
    lines = [json.loads(line) for line in output.decode().splitlines() if line.startswith("{")]
    return lines, usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def of_kind(lines, kind):
    return [line for line in lines if line["kind"] == kind]
