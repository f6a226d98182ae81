"""The site's texts: collected from the sources, translated to Vietnamese in one fragment per feature, compiled.

A further language is one file: `marketplace/translations/xx.po` (or in the folder of TRANSLATIONS_DIR).
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "marketplace" / "translations"
FRAGMENTS = TRANSLATIONS / "vi"
SHARED = "foundation"
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "lazy": None, "ngettext": (1, 2)}
OPTIONS = {"**.html": {"trimmed": "true", "silent": "false"}, "**.txt": {"trimmed": "true", "silent": "false"}}
Identity = str | tuple[str, ...]


@dataclass
class Text:
    """One text of the sources and where it is used."""

    identity: Identity
    places: list[str] = field(default_factory=list)

    @property
    def fragment(self) -> str:
        """The feature whose fragment should translate it; what several features say is shared."""
        owners = {_feature(place) for place in self.places}
        return owners.pop() if len(owners) == 1 else SHARED


def _feature(place: str) -> str:
    parts = Path(place).parts
    if parts[0] == "templates" and parts[1] == "emails" and len(parts) > 3:
        return parts[2]
    name = parts[1]
    return name if (ROOT / "marketplace" / name / "__init__.py").exists() else SHARED


@cache
def extracted() -> dict[Identity, Text]:
    """Every text of templates and sources, by its identity."""
    found: dict[Identity, Text] = {}
    for folder in ("marketplace", "templates"):
        for name, _line, identity, _comments, _context in extract_from_dir(
            ROOT / folder, METHODS, OPTIONS, keywords=KEYWORDS
        ):
            key = tuple(identity) if isinstance(identity, list | tuple) else identity
            found.setdefault(key, Text(key)).places.append(f"{folder}/{name}")
    return found


def fragments() -> dict[str, Catalog]:
    """Every fragment by its feature's name."""
    return {path.stem: _read(path) for path in sorted(FRAGMENTS.glob("*.po"))}


def _read(path: Path, language: str = "vi") -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream, locale=language, abort_invalid=True)


def messages(catalog: Catalog) -> Iterator[Message]:
    """The entries of a catalogue without its header."""
    return (message for message in catalog if message.id)


def identity_of(message: Message) -> Identity:
    """How a message is known: its text, or both forms of a counted one."""
    return tuple(message.id) if isinstance(message.id, list | tuple) else str(message.id)


def is_translated(message: Message) -> bool:
    """Whether every form has words."""
    forms = message.string if isinstance(message.string, list | tuple) else [message.string]
    return all(forms) and "fuzzy" not in message.flags


def contradictions() -> list[str]:
    """Texts that two fragments translate differently."""
    seen: dict[Identity, tuple[str, object]] = {}
    found = []
    for feature, catalog in fragments().items():
        for message in messages(catalog):
            first, string = seen.setdefault(identity_of(message), (feature, message.string))
            if string != message.string:
                found.append(f"{first}.po and {feature}.po: {message.id!r}")
    return found


def missing(catalogs: Iterable[Catalog] | None = None) -> dict[Identity, Text]:
    """Texts of the sources without words in these catalogues: those of Vietnamese unless others are named."""
    asked = fragments().values() if catalogs is None else catalogs
    translated = {identity_of(m) for c in asked for m in messages(c) if is_translated(m)}
    singular = {i[0] if isinstance(i, tuple) else i for i in translated}
    return {
        i: text for i, text in extracted().items() if i not in translated and not (isinstance(i, str) and i in singular)
    }


def unused() -> list[str]:
    """Entries of the fragments that no source says any more."""
    said = {part for i in extracted() for part in (i if isinstance(i, tuple) else (i,))}
    return [
        f"{feature}.po: {message.id!r}"
        for feature, catalog in fragments().items()
        for message in messages(catalog)
        if (message.id[0] if isinstance(message.id, list | tuple) else message.id) not in said
    ]


def compile_catalogue(folder: Path = TRANSLATIONS) -> None:
    """Write the compiled catalogue of each language that is older than its sources."""
    _compile("vi", TRANSLATIONS, sorted(FRAGMENTS.glob("*.po")))
    for path in sorted({*TRANSLATIONS.glob("*.po"), *folder.glob("*.po")}):
        _compile(path.stem, path.parent, [path])


def _compile(language: str, folder: Path, sources: list[Path]) -> None:
    compiled = folder / language / "LC_MESSAGES" / "messages.mo"
    newest = max(path.stat().st_mtime for path in (*sources, sources[0].parent, Path(__file__)))
    if compiled.exists() and compiled.stat().st_mtime >= newest:
        return
    merged = Catalog(locale=language)
    for catalog in (_read(path, language) for path in sources):
        for message in messages(catalog):
            if is_translated(message):
                merged.add(message.id, message.string)
    content = BytesIO()
    write_mo(content, merged)
    compiled.parent.mkdir(parents=True, exist_ok=True)
    written = compiled.with_suffix(f".{os.getpid()}.mo")
    written.write_bytes(content.getvalue())
    written.replace(compiled)


def begin(language: str, folder: Path) -> Path:
    """Write every text of the site for translators; words that a file of this language has already are kept."""
    path = folder / f"{language}.po"
    catalog = _read(path, language) if path.exists() else Catalog(locale=language, fuzzy=False)
    for identity, text in missing([catalog]).items():
        if catalog.get(identity) is None:
            catalog.add(identity, "", locations=[(place, 0) for place in text.places])
    content = BytesIO()
    write_po(content, catalog, width=0, sort_output=True, include_lineno=False)
    path.write_bytes(content.getvalue())
    return path


def update() -> int:
    """Give each fragment its new texts, drop what nobody says any more, compile; counts what lacks words."""
    said = {part for i in extracted() for part in (i if isinstance(i, tuple) else (i,))}
    catalogs = fragments()
    for identity, text in missing().items():
        catalog = catalogs.setdefault(text.fragment, Catalog(locale="vi"))
        if catalog.get(identity) is None:
            catalog.add(identity, "")
    for feature, catalog in catalogs.items():
        for message in list(messages(catalog)):
            if (message.id[0] if isinstance(message.id, list | tuple) else message.id) not in said:
                catalog.delete(message.id)
        content = BytesIO()
        write_po(content, catalog, width=0, no_location=True, omit_header=True, sort_output=True)
        (FRAGMENTS / f"{feature}.po").write_bytes(content.getvalue())
    compile_catalogue()
    return len(missing())


def main(arguments: list[str]) -> int:
    """compile | update | begin XX."""
    folder = Path(os.environ.get("TRANSLATIONS_DIR") or TRANSLATIONS)
    match arguments:
        case ["compile"]:
            compile_catalogue(folder)
            return 0
        case ["begin", language]:
            path = begin(language, folder)
            print(f"{len(missing([_read(path, language)]))} texts wait for words in {path}")
            return 0
        case ["update"]:
            left = update()
            print(f"{left} texts lack Vietnamese words" if left else "Every text has its Vietnamese words")
            for problem in contradictions():
                print("translated in two ways:", problem)
            return 1 if left or contradictions() else 0
    print("usage: scripts/messages.py compile | update | begin LANGUAGE", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
