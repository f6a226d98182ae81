"""An SVG as a page may hold it: known elements and attributes only, our tokens as colours, a name and a description."""

from __future__ import annotations

import hashlib
from xml.etree import ElementTree as Tree

from markupsafe import Markup, escape

NAMESPACE = "{http://www.w3.org/2000/svg}"
ELEMENTS = frozenset({"g", "path", "line", "rect", "circle", "text", "tspan"})
PLACES = {"d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "dx", "dy", "width", "height", "transform"}
LOOKS = {"fill", "fill-opacity", "opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap"}
LETTERS = {"text-anchor", "font-size", "font-weight"}
ATTRIBUTES = frozenset(PLACES | LOOKS | LETTERS)


def plain_svg(drawing: str) -> str:
    """The drawing without roles, classes, fonts, styles, scripts and links; raises ValueError if it is none."""
    try:
        root = Tree.fromstring(drawing)  # noqa: S314 - made in this process, from numbers and texts of ours
    except Tree.ParseError as error:
        raise ValueError("The engine gave no SVG.") from error
    body = "".join(filter(None, map(_plain, root)))
    return f'<svg viewBox="{escape(root.get("viewBox", ""))}"><!---->{body}</svg>'


def _plain(element: Tree.Element) -> str:
    name = element.tag.removeprefix(NAMESPACE)
    if name not in ELEMENTS or element.get("display") == "none" or element.get("class") == "background":
        return ""
    inner = "".join(map(_plain, element))
    if name == "g" and not inner:
        return ""
    kept = "".join(f' {key}="{escape(value)}"' for key, value in element.items() if _is_kept(key, value))
    return f"<{name}{kept}>{escape(element.text or '') if name in {'text', 'tspan'} else ''}{inner}</{name}>"


def _is_kept(key: str, value: str) -> bool:
    return key in ATTRIBUTES and "url(" not in value and (key, value) not in {("opacity", "1"), ("fill", "#000")}


def dressed(drawing: str, title: str, description: str) -> Markup:
    """The drawing as one picture with a name and a description for those who do not see it."""
    mark = hashlib.sha256(f"{drawing}{title}{description}".encode()).hexdigest()[:10]
    head, _, body = drawing.partition("<!---->")
    told = f'<title id="chart-{mark}">{escape(title)}</title><desc id="chart-{mark}-more">{escape(description)}</desc>'
    names = f'aria-labelledby="chart-{mark}" aria-describedby="chart-{mark}-more"'
    made = f'{head[:-1]} class="chart-drawing" role="img" {names} focusable="false">{told}{body}'
    return Markup(made)  # noqa: S704 - known elements from `plain_svg`, texts escaped here
