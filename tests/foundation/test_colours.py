"""Every pair of colours that text and marks are set in can be read, in light and in dark."""

from __future__ import annotations

import re

import pytest

from marketplace.config import ROOT

TOKENS = (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
LIGHT, DARK = TOKENS.split("@media (prefers-color-scheme: dark)")
TEXTS = (
    "text",
    "text-muted",
    "heading",
    "link",
    "link-hover",
    "accent-text",
    "positive",
    "caution",
    "danger",
    "verified",
)
SURFACES = ("surface", "surface-sunken", "surface-raised")
PAIRS = [
    *((text, surface) for text in TEXTS for surface in SURFACES),
    *((tone, f"{tone}-tint") for tone in ("positive", "caution", "danger", "verified")),
    *(("text", f"{tone}-tint") for tone in ("positive", "caution", "danger", "info")),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("on-structure", "structure"),
    ("on-structure-muted", "structure"),
    ("on-structure-accent", "structure"),
]
MARKS = [(mark, surface) for mark in ("edge", "focus", "mark-fill") for surface in SURFACES]


def colours(sheet: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", sheet))


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(PAIRS, 4.5), (MARKS, 3.0)], ids=["text", "marks"])
def test_colours_have_the_contrast_that_reading_needs(scheme: str, pairs: list[tuple[str, str]], least: float) -> None:
    known = {**colours(LIGHT), **colours(scheme)}
    pale = {pair: round(contrast(known[pair[0]], known[pair[1]]), 2) for pair in pairs}
    assert {pair: value for pair, value in pale.items() if value < least} == {}


def test_both_schemes_name_the_same_colours() -> None:
    assert set(colours(DARK)) == set(colours(LIGHT))
