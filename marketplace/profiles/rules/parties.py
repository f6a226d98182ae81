"""What a profile must say before it may go live, and which pages the kinds of parties have."""

from collections.abc import Mapping

# Where a party of each kind is shown to the public; the other kinds have no public profile.
PUBLIC_PAGES: Mapping[str, str] = {
    "enterprise": "company",
    "partner": "company",
    "customer": "company",
    "distributor": "company",
    "investor": "investor",
}

# What an owner may say of itself; the other facets are given by the ministry, a province or a park.
SELF_DECLARED_FACETS = ("sme",)

_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_OWN_DIGITS = 10
_BRANCH_DIGITS = 13


def compact_code(text: str) -> str:
    """An enterprise code without the spaces, dots and hyphens that people write."""
    return "".join(character for character in text if character not in " .-\u2013")


def is_enterprise_code(code: str) -> bool:
    """Whether ten digits (thirteen for a branch) carry the right check digit of Vietnamese enterprise codes."""
    if not (code.isascii() and code.isdigit() and len(code) in (_OWN_DIGITS, _BRANCH_DIGITS)):
        return False
    if code[2:9] == "0000000" or (len(code) == _BRANCH_DIGITS and code.endswith("000")):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, code[:9], strict=True))
    return 10 - total % 11 == int(code[9])
