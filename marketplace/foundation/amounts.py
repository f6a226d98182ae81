"""Numbers, amounts and dates as people type them; what could mean two things is refused, never guessed."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

from marketplace.foundation.money import Money, MoneyError, to_minor
from marketplace.foundation.text import fold, one_line

LARGEST_MINOR = 10**18
_THOUSANDS_MARK = {"vi": ".", "en": ","}
_UNITS = {
    **dict.fromkeys(("k", "nghin", "ngan", "thousand"), 10**3),
    **dict.fromkeys(("m", "mn", "mm", "mil", "mio", "million", "millions", "tr", "trieu"), 10**6),
    **dict.fromkeys(("b", "bn", "billion", "billions", "ty", "ti"), 10**9),
    **dict.fromkeys(("trillion", "nghin ty", "ngan ty"), 10**12),
}
_PART = re.compile(r"(?P<digits>\d[\d.,]*)\s*(?P<unit>[^\W\d_]+(?:\s+[^\W\d_]+)*)?\s*")
_SPACED_GROUPS = re.compile(r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)")
_DOLLARS = frozenset(["USD", "AUD", "CAD", "HKD", "NZD", "SGD", "TWD", "BND", "FJD", "JMD"])
_SIGNS = {"€": {"EUR"}, "£": {"GBP"}, "¥": {"JPY", "CNY"}, "₩": {"KRW"}, "₫": {"VND"}, "₹": {"INR"}, "฿": {"THB"}}
_PREFIXED_DOLLARS = {"US$": "USD", "A$": "AUD", "C$": "CAD", "HK$": "HKD", "NZ$": "NZD", "S$": "SGD", "NT$": "TWD"}
_DONG = re.compile(r"(?<=[\d\s])(?:đồng|vnđ|đ)$")
_CODE = re.compile(r"^(?P<before>[A-Z]{3})(?![A-Za-z])|(?<![A-Za-z])(?P<after>[A-Z]{3})$")

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2}")
_VIETNAMESE_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2})(?: nam|,)? (\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-]([a-z]+)\.?,?[ \-](\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")


class AmountUnclear(ValueError):
    """What was typed cannot be read, or could mean two things; `code` says which.

    empty, not_a_number, ambiguous_number, unknown_unit, negative_number, too_many_decimals, too_large,
    other_currency; not_a_date, ambiguous_date, short_year.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def parse_number(text: str, lang: str) -> Decimal:
    """The number that a person typed in this language; raises AmountUnclear.

    A dot groups thousands in vi and a comma in en; the other mark is accepted where only one reading exists
    ('16.5' in vi), and refused where two do ('1.000' in en). Units such as 'tỷ', 'triệu', 'k', 'bn' multiply.
    """
    typed = _plain(text)
    if not typed:
        raise AmountUnclear("empty")
    negative, typed = typed[0] in "-−", typed.lstrip("-−+ ")
    total = _total(_SPACED_GROUPS.sub(lambda found: found[0].replace(" ", ""), typed), lang)
    return -total if negative else total


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", one_line(text))


def _total(typed: str, lang: str) -> Decimal:
    total, position, last_scale = Decimal(0), 0, None
    while position < len(typed):
        part = _PART.match(typed, position)
        if part is None:
            raise AmountUnclear("not_a_number")
        scale = _scale(part["unit"])
        if last_scale is not None and (scale == 1 or scale >= last_scale):
            raise AmountUnclear("not_a_number")
        total += _digits(part["digits"], lang) * scale
        position, last_scale = part.end(), scale
    if last_scale is None:
        raise AmountUnclear("not_a_number")
    return total


def _scale(unit: str | None) -> int:
    if unit is None:
        return 1
    try:
        return _UNITS[fold(" ".join(unit.split()))]
    except KeyError:
        raise AmountUnclear("unknown_unit") from None


def _digits(typed: str, lang: str) -> Decimal:
    """The value of digits with dots and commas."""
    marks = [character for character in typed if not character.isdigit()]
    if typed[-1] in ".,":
        raise AmountUnclear("not_a_number")
    if not marks:
        return Decimal(typed)
    last = marks[-1]
    if len(set(marks)) == 2:
        return _grouped_with_decimals(typed, last)
    if len(marks) > 1:
        return Decimal(_ungrouped(typed, last))
    if not _could_group(typed, last):
        return Decimal(typed.replace(last, "."))
    if last == _THOUSANDS_MARK.get(lang):
        return Decimal(typed.replace(last, ""))
    raise AmountUnclear("ambiguous_number")


def _grouped_with_decimals(typed: str, decimal_mark: str) -> Decimal:
    if typed.count(decimal_mark) > 1:
        raise AmountUnclear("not_a_number")
    whole, decimals = typed.split(decimal_mark)
    group_mark = "," if decimal_mark == "." else "."
    return Decimal(f"{_ungrouped(whole, group_mark)}.{decimals}")


def _ungrouped(typed: str, mark: str) -> str:
    if not _could_group(typed, mark):
        raise AmountUnclear("not_a_number")
    return typed.replace(mark, "")


def _could_group(typed: str, mark: str) -> bool:
    """Whether the mark stands where it would between groups of three digits."""
    first, *groups = typed.split(mark)
    return 1 <= len(first) <= 3 and first[0] != "0" and all(len(group) == 3 for group in groups)


def parse_amount(text: str, currency: str, lang: str) -> Money:
    """The amount of money that a person typed, zero or more; raises AmountUnclear.

    A sign or code of the same currency may stand beside it; one of another currency is refused.
    """
    number = parse_number(_without_currency(_plain(text), currency), lang)
    if number < 0:
        raise AmountUnclear("negative_number")
    try:
        minor = to_minor(number, currency)
    except MoneyError as error:
        raise AmountUnclear(error.code) from error
    if minor > LARGEST_MINOR:
        raise AmountUnclear("too_large")
    return Money(minor, currency)


def _without_currency(typed: str, currency: str) -> str:
    for named, without in (_dollars(typed, currency), _sign(typed), _dong(typed), _code(typed)):
        if named:
            if currency not in named:
                raise AmountUnclear("other_currency")
            return without
    return typed


def _dollars(typed: str, currency: str) -> tuple[set[str], str]:
    if "$" not in typed:
        return set(), typed
    for prefix, code in _PREFIXED_DOLLARS.items():
        if prefix in typed.upper():
            start = typed.upper().index(prefix)
            return {code}, (typed[:start] + typed[start + len(prefix) :]).strip()
    rest, (code, shorter) = typed.replace("$", "", 1).strip(), _single_code(typed.replace("$", "", 1).strip())
    if code in _DOLLARS:
        return {code}, shorter
    return ({currency} if currency in _DOLLARS else {"USD"}), rest


def _sign(typed: str) -> tuple[set[str], str]:
    for sign, codes in _SIGNS.items():
        if sign in typed:
            return set(codes), typed.replace(sign, "", 1).strip()
    return set(), typed


def _dong(typed: str) -> tuple[set[str], str]:
    shorter = _DONG.sub("", typed.casefold())
    return ({"VND"}, shorter.strip()) if shorter != typed.casefold() else (set(), typed)


def _code(typed: str) -> tuple[set[str], str]:
    code, shorter = _single_code(typed)
    return ({code}, shorter) if code else (set(), typed)


def _single_code(typed: str) -> tuple[str, str]:
    found = _CODE.search(typed)
    if found is None or found[0].casefold() in _UNITS:
        return "", typed
    return found[0], _CODE.sub("", typed, count=1).strip()


def parse_date(text: str, lang: str) -> date:
    """The day that a person typed; raises AmountUnclear.

    ISO dates and named months are read in both languages; 04/06/2026 is the fourth of June in vi and
    refused in en, unless only one reading is a date.
    """
    typed = fold(_plain(text))
    if not typed:
        raise AmountUnclear("empty")
    if _SHORT_YEAR.fullmatch(typed):
        raise AmountUnclear("short_year")
    if found := _ISO.fullmatch(typed):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC.fullmatch(typed):
        return _numeric_day(int(found[1]), int(found[2]), int(found[3]), lang)
    return _named_day(typed)


def _named_day(typed: str) -> date:
    if found := _VIETNAMESE_WORDS.fullmatch(typed):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    if found := _DAY_FIRST.fullmatch(typed):
        return _day(int(found[3]), _MONTHS.get(found[2], 0), int(found[1]))
    if found := _MONTH_FIRST.fullmatch(typed):
        return _day(int(found[3]), _MONTHS.get(found[1], 0), int(found[2]))
    raise AmountUnclear("not_a_date")


def _numeric_day(first: int, second: int, year: int, lang: str) -> date:
    if lang == "vi" or first == second or first > 12:
        return _day(year, second, first)
    if second > 12:
        return _day(year, first, second)
    raise AmountUnclear("ambiguous_date")


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise AmountUnclear("not_a_date") from None
