"""A session is recognised by its browser and system."""

import pytest

from marketplace.accounts.presenters import browser_name


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36", "Chrome 156 · Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/150.0 Safari/537.36 Edg/150.0", "Edge 150 · Windows"),
        ("Mozilla/5.0 (iPhone; CPU like Mac OS X) Version/19.1 Mobile/15E148 Safari/604.1", "Safari 19 · iPhone"),
        ("Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0", "Firefox 145 · Android"),
        ("Demo Browser", "Demo Browser"),
        ("", ""),
    ],
)
def test_browsers_are_named_briefly(text: str, shown: str) -> None:
    assert browser_name(text) == shown
