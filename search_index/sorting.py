"""Sort keys as text whose order is theirs, and scores that are the same however they were added up."""

MISSING = "\U0010ffff"
_NUMBER_OFFSET = 10**18


def written_key(value: str | int) -> str:
    """Return a sort key as text: numbers in one width, so that their order is that of their characters."""
    return value if isinstance(value, str) else f"{value + _NUMBER_OFFSET:020d}"


def steady(score: float) -> float:
    """Return the score without the last digits, which depend on the order of adding."""
    return float(f"{score:.5g}")
