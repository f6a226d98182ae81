import re

from tests.architecture.sources import committed, python_files, text_of

TEXT = (
    ".py",
    ".html",
    ".txt",
    ".md",
    ".toml",
    ".yml",
    ".yaml",
    ".css",
    ".js",
    ".ini",
    ".in",
    ".po",
    ".example",
    ".mako",
)
WORDLESS = re.compile(r"(^|/)(utils?|helpers?|common|misc|managers?)(\.py|/)")
THIRD_PARTY = re.compile(r"\.min\.(js|css)$|(^|/)(node_modules|vendor|bower_components)/")
MACHINE_PATHS = re.compile(r"(?<![\w.:/-])/(?:work|farm|root|home|tmp|Users)/[A-Za-z]")
HOSTS = re.compile(
    "|".join(
        (
            "pypi" + r"\.org",
            "pythonhosted" + r"\.org",
            "npmjs" + r"\.(org|com)",
            "maven" + r"\.org",
            "--(extra-)?index" + "-url",
        )
    )
)
UNFINISHED = re.compile(
    "|".join(("TO" + "DO", "FIX" + "ME", "pragma: no " + "cover", r"mark\.ski" + "p", r"mark\.xfa" + "il"))
)
SWALLOWED = re.compile(r"except[^\n:]*:\s*\n\s*pass\b")


def _texts() -> dict[str, str]:
    names = [n for n in committed() if n.endswith(TEXT) or "/" not in n or n.startswith(("scripts/", ".ci/"))]
    return {name: text_of(name) for name in names if not name.endswith((".png", ".woff2"))}


def _lines(pattern: re.Pattern[str], texts: dict[str, str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_names_say_what_files_are_for() -> None:
    assert [name for name in committed() if WORDLESS.search(name)] == []


def test_nothing_of_third_parties_is_committed() -> None:
    assert [name for name in committed() if THIRD_PARTY.search(name)] == []


def test_no_file_names_a_path_of_one_machine() -> None:
    assert _lines(MACHINE_PATHS, _texts()) == []


def test_no_file_names_a_package_registry() -> None:
    assert _lines(HOSTS, _texts()) == []


def test_nothing_is_left_unfinished_or_silenced() -> None:
    sources = {name: text_of(name) for name in python_files()}
    assert _lines(UNFINISHED, sources) == []
    assert [name for name, text in sources.items() if SWALLOWED.search(text)] == []


def test_every_requirement_is_pinned_with_hashes() -> None:
    for name in ("requirements/main.txt", "requirements/dev.txt"):
        joined = text_of(name).replace("\\\n", " ").splitlines()
        loose = [
            line[:80]
            for line in joined
            if re.match(r"\S", line) and not line.startswith("#") and "--hash=sha256:" not in line
        ]
        assert loose == []
        assert not [line for line in joined if re.match(r"[\w.-]+(?!.*==)", line)]
