"""Draws formulas twice in Chromium, from our MathML and from latex2mathml's, and reports the pictures that differ.

    python scripts/compare_formulas.py MATHML FORMULAS FOLDER [FONT]

MATHML is the program `mathml`, FORMULAS a file with one formula a line. FOLDER gets a picture of each pair that differs, ours
above. FONT is the file of a font with a table MATH; without it, the browser chooses one. latex2mathml keeps MathML's distances
around operators where we have TeX's: for the comparison (not for the saved pictures) the attributes that set them are left out of
both. Then each picture is cut into pieces of ink at its blank columns. A pair agrees if it has as many pieces, at the same heights
and of the same sizes within three pixels. Exits with 1 if a formula can't be read.

Made with latex2mathml 3.81.1, Pillow 13.0.0 and Chromium 156.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import latex2mathml.converter
from PIL import Image, ImageChops

ROW = 200
WIDTH = 1200
TOLERANCE = 3


def page(elements, font):
    face = f'@font-face{{font-family:M;src:url("{Path(font).resolve().as_uri()}")}}math{{font-family:M}}' if font else ""
    rows = "".join(f"<div>{element}</div>" for element in elements)
    return (
        f"<!doctype html><meta charset=utf-8><style>{face}body{{margin:0;font-size:24px}}"
        f"div{{height:{ROW}px;overflow:hidden;display:flex;align-items:center}}math{{margin:0 0 0 8px}}</style>{rows}"
    )


def pictures(elements, font, folder):
    """One picture for each element."""
    drawn = []
    for start in range(0, len(elements), 40):
        part = elements[start : start + 40]
        source, target = folder / "page.html", folder / "page.png"
        source.write_text(page(part, font), encoding="utf-8")
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--allow-file-access-from-files",
             f"--user-data-dir={folder / 'profile'}", f"--window-size={WIDTH},{ROW * len(part)}", f"--screenshot={target}",
             source.as_uri()],
            check=True, capture_output=True,
        )  # fmt: skip
        image = Image.open(target).convert("L")
        drawn += [image.crop((0, ROW * i, WIDTH, ROW * (i + 1))) for i in range(len(part))]
    return drawn


def pieces(image):
    """The boxes of ink between blank columns, as (width, top, bottom)."""
    ink = ImageChops.invert(image).point(lambda value: 255 if value > 96 else 0)
    box = ink.getbbox()
    found = []
    start = None
    columns = [ink.crop((x, 0, x + 1, ROW)).getbbox() is not None for x in range(box[2] + 1)] if box else []
    for x, filled in enumerate(columns):
        if filled and start is None:
            start = x
        if not filled and start is not None:
            part = ink.crop((start, 0, x, ROW)).getbbox()
            found.append((x - start, part[1], part[3]))
            start = None
    return found


def agree(ours, theirs):
    a, b = pieces(ours), pieces(theirs)
    return len(a) == len(b) and all(
        abs(x - y) <= TOLERANCE for one, other in zip(a, b, strict=True) for x, y in zip(one, other, strict=True)
    )


def without_distances(element):
    return re.sub(' (lspace|rspace|form)="[^"]*"', "", element)


def convert(formula):
    try:
        return latex2mathml.converter.convert(formula, display="block")
    except Exception as error:  # Whatever it can't read counts as a difference.
        return f"<math><mtext>{type(error).__name__}</mtext></math>"


def main(program, formulas, folder, font=None):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    text = Path(formulas).read_text(encoding="utf-8")
    lines = text.splitlines()
    ours = subprocess.run([program], input=text, capture_output=True, text=True, check=True).stdout.splitlines()
    unread = [i for i, line in enumerate(ours) if line.startswith("error")]
    for i in unread:
        print(f"{i + 1}: {ours[i]}")
    with tempfile.TemporaryDirectory() as name:
        temporary = Path(name)
        theirs = [convert(line) for line in lines]
        bare = [pictures([without_distances(x) for x in elements], font, temporary) for elements in (ours, theirs)]
        differing = [i for i in range(len(lines)) if not agree(bare[0][i], bare[1][i])]
        mine, others = pictures(ours, font, temporary), pictures(theirs, font, temporary)
    for i in differing:
        print(f"{i + 1}: {lines[i]}")
        pair = Image.new("L", (WIDTH, 2 * ROW))
        pair.paste(mine[i], (0, 0))
        pair.paste(others[i], (0, ROW))
        pair.save(folder / f"{i + 1:03}.png")
    print(f"{len(lines) - len(differing)} of {len(lines)} agree")
    return 1 if unread else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
