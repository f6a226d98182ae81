"""What identifies a row in its source: the ticker; web host and product name; name and head office."""

from __future__ import annotations

from urllib.parse import urlsplit

from marketplace.foundation.text import folded_key

LONGEST = 400


def web_host(address: str) -> str | None:
    """The host of a web address without its "www."; None if it is none."""
    text = address.strip()
    try:
        host = urlsplit(text if "://" in text else f"//{text}").hostname
    except ValueError:
        return None
    if not host or "." not in host or " " in host:
        return None
    return host.removeprefix("www.").rstrip(".")


def web_address(address: str) -> str | None:
    """The address as it is stored; https where none is named."""
    text = address.strip()
    if web_host(text) is None:
        return None
    if "://" in text:
        return text if text.startswith(("http://", "https://")) else None
    return f"https://{text}"


def product_key(host: str, product: str) -> str:
    """Web host and product name."""
    return f"{host}|{folded_key(product)}"[:LONGEST]


def company_key(ticker: str) -> str:
    """The ticker."""
    return ticker.strip().upper()


def investor_key(name: str, head_office: str) -> str:
    """Name and head office."""
    return f"{folded_key(name)}|{folded_key(head_office)}"[:LONGEST]
