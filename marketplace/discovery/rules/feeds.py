"""What feeds and lists of addresses hold, and the letters that XML allows."""

import re
from collections.abc import Mapping

from marketplace.discovery.rules.asking import Kind

ENTRIES = 30
ADDRESSES_IN_PART = 10_000  # things; each has one address a language, and a list holds at most 50,000 addresses
FEEDS: Mapping[str, Kind] = {"companies": Kind.COMPANY, "products": Kind.PRODUCT, "investors": Kind.INVESTOR}
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def readable(text: str) -> str:
    """A text without the characters that no XML document can hold, however they are written."""
    return _FORBIDDEN.sub("", text)
