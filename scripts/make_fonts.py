#!/usr/bin/env python3
"""Writes Sources/Reporting/EmbeddedFonts.swift: the typefaces that every report carries, as subsets.

Made with Python 3.11, fonttools and brotli (the versions stand in the file that is written), from the PyPI packages
font-source-serif-pro 0.0.1 and font-source-sans-pro 0.0.1, and from Debian's fonts-jetbrains-mono 2.242. All three are
under the SIL Open Font License 1.1. "Source" is a reserved name, so the subsets carry no name.

    pip install fonttools brotli font-source-serif-pro font-source-sans-pro
    apt-get install fonts-jetbrains-mono
    python scripts/make_fonts.py
"""

import base64
import importlib.metadata
import importlib.util
import io
import pathlib

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = ROOT / "Sources/Reporting/EmbeddedFonts.swift"
MONO = pathlib.Path("/usr/share/fonts/truetype/jetbrains-mono/JetBrainsMono-Regular.ttf")

# English and its neighbours, Greek, punctuation, superscripts, arrows, and the signs of mathematics that reports use.
RANGES = [
    (0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B), (0x391, 0x3C9), (0x2010, 0x2015), (0x2018, 0x201E), (0x2020, 0x2022),
    (0x2026, 0x2026), (0x2030, 0x2030), (0x2032, 0x2033), (0x2039, 0x203A), (0x2044, 0x2044), (0x2070, 0x208E),
    (0x20AC, 0x20AC), (0x2122, 0x2122), (0x2190, 0x2193), (0x2202, 0x2202), (0x2206, 0x2206), (0x220F, 0x220F),
    (0x2211, 0x2212), (0x221A, 0x221A), (0x221E, 0x221E), (0x222B, 0x222B), (0x2248, 0x2248), (0x2260, 0x2260),
    (0x2264, 0x2265), (0x2423, 0x2423), (0x25CA, 0x25CA),
]


def package(name: str) -> pathlib.Path:
    specification = importlib.util.find_spec(name)
    if specification is None or specification.origin is None:
        raise SystemExit(f"{name} is missing: see the head of this file.")
    return pathlib.Path(specification.origin).parent / "files"


def woff2(path: pathlib.Path) -> bytes:
    options = subset.Options()
    options.flavor = "woff2"
    options.name_IDs = []
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum"]
    options.hinting = False
    options.desubroutinize = True
    font = TTFont(path, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[scalar for low, high in RANGES for scalar in range(low, high + 1)])
    cutter.subset(font)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out, reorderTables=True)
    return out.getvalue()


def main() -> None:
    serif, sans = package("font_source_serif_pro"), package("font_source_sans_pro")
    faces = [
        ("text", "normal", 400, serif / "SourceSerifPro-Regular.ttf"),
        ("text", "italic", 400, serif / "SourceSerifPro-It.ttf"),
        ("text", "normal", 600, serif / "SourceSerifPro-Semibold.ttf"),
        ("labels", "normal", 400, sans / "SourceSansPro-Regular.ttf"),
        ("labels", "normal", 600, sans / "SourceSansPro-Semibold.ttf"),
        ("code", "normal", 400, MONO),
    ]
    lines = [
        "// swift-format-ignore-file",
        "// Written by scripts/make_fonts.py with fonttools "
        f"{importlib.metadata.version('fonttools')} and brotli {importlib.metadata.version('brotli')}.",
        "",
        "/// The typefaces that every report carries, so that it looks the same on every machine: subsets of Source Serif Pro, Source Sans",
        "/// Pro and JetBrains Mono, under the SIL Open Font License 1.1 (LICENSES/OFL-1.1.txt).",
        "enum EmbeddedFonts {",
        "    /// The families in the style sheet, each with its style, weight and the base64 of its WOFF2 file.",
        "    static let faces: [(family: String, style: String, weight: Int, base64: String)] = [",
    ]
    total = 0
    for family, style, weight, path in faces:
        data = woff2(path)
        total += len(data)
        text = base64.b64encode(data).decode()
        lines += [f'        ("Report {family}", "{style}", {weight}, "{text}"),']
        print(f"{path.name}: {len(data)} bytes")
    lines += ["    ]", "}", ""]
    TARGET.write_text("\n".join(lines))
    print(f"{total} bytes in {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
