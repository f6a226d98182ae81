"""Investment stages as lists write them, onto the codes of the taxonomy."""

from collections.abc import Mapping

STAGES: Mapping[str, tuple[str, ...]] = {
    "idea": ("idea",),
    "idea or patent": ("idea",),
    "prototype": ("prototype",),
    "prototype/mvp": ("prototype",),
    "pre-seed": ("prototype",),
    "seed": ("seed",),
    "early revenue": ("early",),
    "post revenue": ("early",),
    "series a": ("early",),
    "scaling": ("growth",),
    "growth": ("expansion",),
    "pre-ipo": ("expansion",),
    "series b": ("growth",),
    "series c": ("expansion",),
}


def read_stages(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes of a list of stages, and the parts that no code fits ("Series+" says no stage)."""
    codes: list[str] = []
    unread: list[str] = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name = part.lstrip("0123456789. ").casefold()
        if name in STAGES:
            codes.extend(STAGES[name])
        else:
            unread.append(part)
    return tuple(dict.fromkeys(codes)), tuple(unread)
