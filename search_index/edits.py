"""One slip between two words."""


def is_one_edit(typed: str, known: str) -> bool:
    """Whether one letter more, less or other, or two that changed places, make one word of the other."""
    if typed == known or abs(len(typed) - len(known)) > 1:
        return False
    start = 0
    while typed[start : start + 1] == known[start : start + 1]:
        start += 1
    one, other = typed[start:], known[start:]
    if len(one) == len(other):
        return one[1:] == other[1:] or (one[:2] == other[1::-1] and one[2:] == other[2:])
    return one[1:] == other if len(one) > len(other) else one == other[1:]
