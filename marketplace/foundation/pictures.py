"""The picture that stands for a page where somebody shares it: our mark, a title and a line, drawn on the server."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from unicodedata import normalize

import vl_convert
from flask import Response, render_template, request

from marketplace.foundation.limits import hit, network_address

WIDTH, HEIGHT, EDGE = 1200, 630, 72
KEPT, KEPT_SECONDS = 64, 300
MOST_LETTERS = 600  # far more than fit; what measuring costs grows with the square of them
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Widths in parts of the size, as in the bold font that the drawing library brings along; other letters: the widest.
SHARES: Mapping[str, float] = {
    letter: share
    for share, letters in {
        0.29: " ijlI.,:;'|!·",
        0.35: "ft()[]-/",
        0.4: 'r"*',
        0.57: "acekszvxy0123456789_$",
        0.63: "bdđghnopqu?+=<>",
        0.68: "EFJLPSTVXYZ",
        0.74: "ABCDĐHKNRU&",
        0.79: "GOQw",
        0.9: "mM%",
    }.items()
    for letter in letters
}
WIDEST, HORN = 1.01, 0.09
# Fonts that may be there, with how much wider than the first each is; the drawing library brings the first along.
FONTS: Mapping[str, float] = {"Liberation Sans": 1.0, "Arial": 1.0, "DejaVu Sans": 1.2, "Noto Sans": 1.1}
ANY_FONT = ("sans-serif", 1.2)
HARD = "Ửễặ"
SIZES = ((76, 2), (64, 3), (54, 3), (46, 4))


@dataclass(frozen=True, slots=True)
class Words:
    """What is written: what kind of thing it is, its name, what it does, who runs the site; a label in a corner."""

    kind: str
    title: str
    line: str
    site: str
    label: str = ""


def width_of(text: str, size: float) -> float:
    """About how wide a text is, never too little for the scripts that the font holds."""
    return size * sum(_share(each) for each in text) * font()[1]


def _share(letter: str) -> float:
    """By the letter under its marks."""
    base = normalize("NFD", letter)[0]
    return SHARES.get(base, WIDEST) + (HORN if letter != base else 0)


def lines_of(text: str, size: float, most: int, width: float = WIDTH - 2 * EDGE) -> list[str]:
    """The text in at most so many lines of a width; what does not fit ends in an ellipsis."""
    lines: list[str] = [""]
    for word in NOT_IN_XML.sub("", text[:MOST_LETTERS]).split():
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, size) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    cut = len(lines) > most
    shown = lines[:most]
    shown[-1] = _cut(shown[-1] + (" …" if cut else ""), size, width)
    return [_cut(line, size, width) for line in shown if line]


def _cut(line: str, size: float, width: float) -> str:
    """Shortened by words, and by letters only within the last one."""
    while width_of(line, size) > width and len(line) > 1:
        rest = line.rstrip("… ")
        words, _, _last = rest.rpartition(" ")
        line = f"{(words or rest[:-1]).rstrip(' ,.;:')}…"
    return line


def svg_of(words: Words) -> str:
    """The drawing: the title as large as its length allows."""
    size, title = next(
        ((size, lines) for size, most in SIZES if "…" not in "".join(lines := lines_of(words.title, size, most))),
        (SIZES[-1][0], lines_of(words.title, *SIZES[-1])),
    )
    return render_template(
        "parts/share.svg",
        words=words,
        font=font()[0],
        size=size,
        title=title,
        line=lines_of(words.line, 34, 1 if len(title) > 3 else 2),
        site=lines_of(words.site, 28, 1),
        kind=lines_of(words.kind, 28, 1),
        label_width=round(width_of(words.label, 26)) + 32 if words.label else 0,
    )


@cache
def font() -> tuple[str, float]:
    """A font with the marks of Vietnamese, and how wide it is.

    Older copies of a font on this machine hide the newer one of the library. A font without these letters is replaced
    by one that is not bold either: then bold and plain are the same drawing.
    """
    return next(((name, wide) for name, wide in FONTS.items() if _drawn(name, 700) != _drawn(name, 400)), ANY_FONT)


def _drawn(family: str, weight: int) -> bytes:
    text = f'<text y="40" font-size="40" font-family="{family}" font-weight="{weight}">{HARD}</text>'
    picture: bytes = vl_convert.svg_to_png(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="99" height="50">{text}</svg>'
    )
    return picture


@lru_cache(maxsize=KEPT)
def png_of(svg: str) -> bytes:
    """The drawing as PNG; the last ones are kept in the process."""
    picture: bytes = vl_convert.svg_to_png(svg)
    return picture


def answer(words: Words) -> Response:
    """The picture as an answer that everybody may keep for minutes; who has it already is told so without drawing."""
    hit("picture.address", network_address())
    svg = svg_of(words)
    response = Response(mimetype="image/png")
    response.set_etag(hashlib.sha256(svg.encode()).hexdigest()[:32])
    response.cache_control.public = True
    response.cache_control.max_age = KEPT_SECONDS
    if response.make_conditional(request).status_code != 304:
        response.set_data(png_of(svg))
    return response
