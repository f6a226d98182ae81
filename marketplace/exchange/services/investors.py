"""Lists of investors: one row, one party and its mandate, known by name and head office."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from marketplace.exchange.gateway import SourceFile
from marketplace.exchange.rules.cheques import Cheque, ChequeUnclear, between, read_cheque
from marketplace.exchange.rules.columns import NumberColumn, NumberMarks, decide_numbers
from marketplace.exchange.rules.keys import investor_key
from marketplace.exchange.rules.places import Office, read_markets, read_office
from marketplace.exchange.rules.readings import Row, RowNotes, RowRefused, Unread
from marketplace.exchange.rules.stages import read_stages
from marketplace.exchange.rules.trades import Trades, read_trades, split_names
from marketplace.exchange.services.plans import Choices, Kind, Plan, Reading, RefusedRow, broken_rows, refuse_repeated
from marketplace.foundation.money import decimals
from marketplace.foundation.text import Localised, one_line
from marketplace.mandates.content import DEFAULT_PRIVACY, Mandate, MandateKind, Privacy, TicketRange
from marketplace.profiles.content import PartyProfile
from marketplace.reference.queries import terms
from marketplace.reference.queries.countries import country_code

CHEQUES = ("cheque_min", "cheque_max")
COLUMNS = frozenset(
    ("name", "type", "headquarters", "target_countries", "stages", "thesis", "industries", "cheque_range", *CHEQUES)
)
TYPES: Mapping[str, Localised] = {
    "vc": Localised(vi="Quỹ đầu tư mạo hiểm", en="Venture capital fund"),
    "seed fund": Localised(vi="Quỹ đầu tư hạt giống", en="Seed fund"),
    "corporate vc": Localised(vi="Quỹ đầu tư mạo hiểm của doanh nghiệp", en="Corporate venture capital"),
    "multi-stage vc": Localised(vi="Quỹ đầu tư mạo hiểm đa giai đoạn", en="Multi-stage venture capital fund"),
    "angel network": Localised(vi="Mạng lưới nhà đầu tư thiên thần", en="Angel network"),
    "family office": Localised(vi="Văn phòng quản lý gia sản", en="Family office"),
    "incubator, accelerator": Localised(vi="Vườn ươm, tổ chức thúc đẩy kinh doanh", en="Incubator, accelerator"),
    "pe fund": Localised(vi="Quỹ đầu tư tư nhân", en="Private equity fund"),
    "startup studio": Localised(vi="Xưởng kiến tạo doanh nghiệp khởi nghiệp", en="Startup studio"),
    "revenue-based": Localised(vi="Tài trợ theo doanh thu", en="Revenue-based financing"),
    "public fund": Localised(vi="Quỹ công", en="Public fund"),
}


def read(file: SourceFile, choices: Choices) -> Reading:
    """Every row's investor and mandate; what the marks of amounts mean is decided from both columns."""
    numbers = decide_numbers(cell for _, row in file.rows for cell in (row["cheque_min"], row["cheque_max"]))
    plans: list[Plan] = []
    refused = broken_rows(file)
    for number, row in file.rows:
        try:
            plans.append(_plan(number, row, numbers, choices))
        except RowRefused as refusal:
            refused.append(RefusedRow(number, row["name"], (refusal.reason,)))
    formats = {"cheque_min, cheque_max": str(numbers.marks), "cheque_range": "1,234.5 with K, M, B"}
    return Reading(file, refuse_repeated(plans, refused), tuple(refused), formats)


def _plan(number: int, row: Row, numbers: NumberColumn, choices: Choices) -> Plan:
    name = one_line(row["name"])
    if not name:
        raise RowRefused(Unread("name", "row.no_name"))
    key = investor_key(name, row["headquarters"])
    notes = RowNotes()
    notes.note("name", name, read=True)
    notes.note("thesis", row["thesis"], read=True)
    mandate = _mandate(row, name, _cheque(row, numbers, notes), notes, choices)
    office = _office(row, notes)
    party = PartyProfile(
        kind="investor",
        name=Localised(en=name),
        summary=_type(row, notes),
        description=Localised(en=row["thesis"]),
        country=office.country,
        city=office.city,
        sectors=mandate.sectors,
        technologies=mandate.technologies,
        markets=tuple(code for code in mandate.markets if len(code) == 2),
    )
    return Plan(number, key, key, notes, party, mandate=mandate)


def _mandate(row: Row, name: str, ticket: TicketRange | None, notes: RowNotes, choices: Choices) -> Mandate:
    stages, odd_stages = read_stages(row["stages"])
    _list("stages", "stage.unknown", odd_stages, notes)
    notes.note("stages", row["stages"], read=bool(stages))
    markets, odd_places = read_markets(row["target_countries"], country_code)
    _list("target_countries", "place.unknown", odd_places, notes)
    notes.note("target_countries", row["target_countries"], read=bool(markets))
    trades = _trades(row, notes)
    return Mandate(
        kind=MandateKind.INVEST,
        title=Localised(vi=f"Nhu cầu đầu tư của {name}", en=f"What {name} invests in"),
        thesis=Localised(en=row["thesis"]),
        ticket=ticket,
        stages=stages,
        sectors=trades.sectors,
        technologies=trades.technologies,
        markets=markets,
        privacy=_classes(choices.privacy),
    )


@cache
def _classes(chosen: Privacy) -> tuple[tuple[str, Privacy], ...]:
    return tuple((criterion, chosen) for criterion in DEFAULT_PRIVACY if criterion != "title")


def _cheque(row: Row, numbers: NumberColumn, notes: RowNotes) -> TicketRange | None:
    """The two amounts are exact and go first; the free text is read where they say nothing."""
    if numbers.marks is NumberMarks.UNCLEAR and any(row[column] for column in CHEQUES):
        notes.cannot_read("cheque_min", "number.column_unclear")
    low, high = (numbers.read(row[column]) for column in CHEQUES)
    for column, value in zip(CHEQUES, (low, high), strict=True):
        notes.note(column, row[column], read=value is not None)
    cheque = None
    if low is not None or high is not None:
        cheque = _tried(lambda: between(int(low or 0), int(high or 0)), "cheque_min", row, notes)
    text = None
    if row["cheque_range"]:
        text = _tried(lambda: read_cheque(row["cheque_range"]), "cheque_range", row, notes)
        notes.note("cheque_range", row["cheque_range"], read=text is not None)
    chosen = cheque or text
    if chosen is None:
        return None
    unit = 10 ** decimals(chosen.currency)
    low_end, high_end = (None if end is None else end * unit for end in (chosen.minimum, chosen.maximum))
    return TicketRange(low_end, high_end, chosen.currency)


def _tried(read_it: Callable[[], Cheque], column: str, row: Row, notes: RowNotes) -> Cheque | None:
    try:
        return read_it()
    except ChequeUnclear as unclear:
        notes.cannot_read(column, unclear.code, row[column])
        return None


def _trades(row: Row, notes: RowNotes) -> Trades:
    trades = read_trades(split_names(row["industries"]))
    _list("industries", "trade.unknown", trades.unread, notes)
    notes.note("industries", row["industries"], read=trades.anything)
    if not trades.every:
        return trades
    every = tuple(term.code for term in terms("sector"))
    return Trades(every, trades.technologies, trades.segments, every=True, unread=trades.unread)


def _office(row: Row, notes: RowNotes) -> Office:
    office = read_office(row["headquarters"], country_code)
    notes.note("headquarters", row["headquarters"], read=office.country is not None)
    if row["headquarters"] and office.country is None:
        notes.cannot_read("headquarters", "place.unclear", row["headquarters"])
    return office


def _type(row: Row, notes: RowNotes) -> Localised:
    known = TYPES.get(row["type"].casefold())
    notes.note("type", row["type"], read=known is not None)
    if row["type"] and known is None:
        notes.cannot_read("type", "type.unknown", row["type"])
    return known or Localised()


def _list(column: str, code: str, texts: tuple[str, ...], notes: RowNotes) -> None:
    for text in texts:
        notes.cannot_read(column, code, text)


INVESTORS = Kind("investors", COLUMNS, read)
