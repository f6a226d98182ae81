"""Enterprise codes and which party is shown where."""

import pytest
from stdnum.vn import mst

from marketplace.profiles.rules import compact_code, is_enterprise_code

RIGHT = ["0100109106", "0300588569", "0100109106-001", "0100 233 488"]


@pytest.mark.parametrize("code", RIGHT)
def test_a_right_code_is_accepted(code: str) -> None:
    assert is_enterprise_code(compact_code(code))


@pytest.mark.parametrize("code", ["0100109107", "010010910", "0100109106000", "٠١٠٠١٠٩١٠٦", "abcdefghij", ""])
def test_a_wrong_code_is_refused(code: str) -> None:
    assert not is_enterprise_code(compact_code(code))


def test_the_check_digit_agrees_with_the_published_algorithm() -> None:
    for number in range(100_000_000, 100_003_000, 7):
        for digit in range(10):
            code = f"{number:09d}{digit}"
            assert is_enterprise_code(code) == mst.is_valid(code)
