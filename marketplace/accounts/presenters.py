"""How sessions are shown."""

from __future__ import annotations

import re

BROWSERS = {
    "Edge": r"Edg\w*/(\d+)",
    "Opera": r"OPR/(\d+)",
    "Firefox": r"(?:Firefox|FxiOS)/(\d+)",
    "Chrome": r"(?:Chrome|Chromium|CriOS)/(\d+)",
    "Safari": r"Version/(\d+).*Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "macOS": "Mac OS X",
    "Linux": "Linux",
}


def browser_name(text: str) -> str:
    """What a browser calls itself, short enough to be recognised: "Chrome 156 · Linux"."""
    versions = ((name, re.search(pattern, text)) for name, pattern in BROWSERS.items())
    browser = next((f"{name} {found.group(1)}" for name, found in versions if found), "")
    system = next((name for name, mark in SYSTEMS.items() if mark in text), "")
    return " · ".join(part for part in (browser, system) if part) or text[:40]
