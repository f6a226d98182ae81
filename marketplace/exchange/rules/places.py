"""Countries, regions and head offices as lists write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from marketplace.foundation.text import folded_key

GLOBAL = "global"
EUROPEAN_UNION = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"
# Regions of the United Nations' M49 standard, as far as lists of investors name them.
REGIONS: Mapping[str, str] = {
    "us canada": "US CA",
    "europe": f"{EUROPEAN_UNION} GB CH NO IS LI UA RS BA ME MK AL MD BY RU AD MC SM VA",
    "southeast asia": "BN KH ID LA MY MM PH SG TH TL VN",
    "east asia": "CN HK MO JP KR KP MN TW",
    "south asia": "AF BD BT IN IR MV NP PK LK",
    "oceania": "AU NZ FJ PG SB VU NC PF WS TO KI FM MH NR PW TV",
    "latin america": "AR BO BR CL CO CR CU DO EC SV GT HN MX NI PA PY PE UY VE",
    "middle east north africa": "DZ BH EG IQ IR IL JO KW LB LY MA OM PS QA SA SY TN AE YE",
    "africa": (
        "DZ AO BJ BW BF BI CV CM CF TD KM CG CD CI DJ EG GQ ER SZ ET GA GM GH GN GW KE LS LR LY MG MW ML "
        "MR MU MA MZ NA NE NG RW ST SN SC SL SO ZA SS SD TZ TG TN UG ZM ZW"
    ),
}
STATE_CODES = (
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR "
    "PA RI SC SD TN TX UT VT VA WA WV WI WY DC"
)
STATES = frozenset(STATE_CODES.split())
ZIP_CODE = re.compile(r"\b\d{5}(?:-\d{4})?$")
POST_CODE = re.compile(r"\s\d{4,7}$")
CITY = re.compile(r"^[^\d#/]{2,60}$")
CountryOf = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Office:
    """Where a head office is; what the text does not say clearly is None."""

    country: str | None
    city: str | None


def read_markets(text: str, country_of: CountryOf) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Country codes (or "global") of a list of places, and the places that nobody knows."""
    codes: list[str] = []
    unread: list[str] = []
    for part in filter(None, (piece.strip(' "') for piece in text.split(","))):
        key = folded_key(part)
        if key == GLOBAL:
            codes.append(GLOBAL)
        elif key in REGIONS:
            codes.extend(REGIONS[key].split())
        elif code := _country(part, country_of):
            codes.append(code)
        else:
            unread.append(part)
    return tuple(dict.fromkeys(codes)), tuple(unread)


def _country(part: str, country_of: CountryOf) -> str | None:
    """The whole name, else what stands in brackets ("Congo (Congo-Brazzaville)"), else what stands before them."""
    before, _, bracket = part.partition("(")
    tries = (part, bracket.rstrip(') "').removeprefix("fmr.").strip(' "'), before)
    return next((code for text in tries if text.strip() and (code := country_of(text.strip()))), None)


def read_office(text: str, country_of: CountryOf) -> Office:
    """The country from the end of an address, the city only from "City, Country".

    "CA" or "IN" at the end is a state of the United States or a country: with a ZIP code it is the state, without one
    it is not read.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts:
        return Office(None, None)
    last = parts[-1]
    country = _ending(last, country_of) or _said_twice(parts, country_of)
    city = parts[0] if 2 <= len(parts) <= 3 and country and all(CITY.match(part) for part in parts) else None
    return Office(country, city)


def _ending(last: str, country_of: CountryOf) -> str | None:
    words = ZIP_CODE.sub("", last).split()
    if ZIP_CODE.search(last) and words and words[-1] in STATES:
        return "US"
    if last in STATES:
        return None if country_of(last) else "US"
    plain = POST_CODE.sub("", last).strip(" .-")
    words = plain.split()
    endings = [plain, *(" ".join(words[-size:]) for size in (3, 2, 1) if len(words) > size)]
    return next((code for text in endings if text and text not in STATES and (code := country_of(text))), None)


def _said_twice(parts: list[str], country_of: CountryOf) -> str | None:
    """ "Tel Aviv, Israel 6473925, IL": the name before the code says which of the two is meant."""
    if len(parts) < 2 or parts[-1] not in STATES:
        return None
    named = country_of(POST_CODE.sub("", parts[-2]).strip())
    return named if named == country_of(parts[-1]) else None
