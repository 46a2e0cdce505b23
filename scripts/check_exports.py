"""Checks what `practicum export --to ipynb` wrote: valid by nbformat, the bytes that nbformat writes, and readable by nbconvert.

    python scripts/check_exports.py FILE.ipynb…

Needs nbformat 5.10 and nbconvert. Prints a line for each file, and exits with 1 when something is wrong.
"""

import sys

import nbformat
from nbconvert import HTMLExporter


def check(path):
    text = open(path, encoding="utf-8").read()
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    if nbformat.writes(notebook) + "\n" != text:
        raise ValueError("nbformat writes other bytes: opening and saving it would change the file")
    html, _ = HTMLExporter().from_notebook_node(notebook)
    kinds = [
        kind
        for cell in notebook.cells if cell.cell_type == "code"
        for output in cell.outputs
        for kind in (output.get("data") or {output.output_type: 0})
    ]
    pictures = kinds.count("image/png")
    if html.count("data:image/png;base64,") < pictures:
        raise ValueError("a picture is missing from the page")
    return f"{len(notebook.cells)} cells, {len(kinds)} forms of outputs, {pictures} pictures"


def main():
    failed = False
    for path in sys.argv[1:]:
        try:
            print(f"{path}: {check(path)}")
        except Exception as error:
            failed = True
            print(f"{path}: {type(error).__name__}: {error}")
    sys.exit(failed or len(sys.argv) < 2)


if __name__ == "__main__":
    main()
