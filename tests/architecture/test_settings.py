import re
from dataclasses import fields

from marketplace.config import Settings, env_name
from tests.architecture.sources import text_of

LISTED = set(re.findall(r"^#?\s?([A-Z][A-Z_]+)=", text_of(".env.example"), re.MULTILINE))
READ = {env_name(field.name) for field in fields(Settings)}


def test_every_setting_is_in_the_example() -> None:
    assert sorted(READ - LISTED) == []


def test_the_example_names_nothing_that_is_not_read() -> None:
    assert sorted(LISTED - READ) == []


def test_every_setting_of_the_example_has_a_comment_above_it() -> None:
    lines = text_of(".env.example").splitlines()
    bare = [
        line for above, line in zip(["", *lines], lines, strict=False) if "=" in line and not above.startswith("# ")
    ]
    assert bare == []
