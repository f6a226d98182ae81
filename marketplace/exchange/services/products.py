"""Lists of products with their firms: one row, one product; the firm is known by its web host."""

from __future__ import annotations

from dataclasses import replace

from marketplace.exchange.gateway import SourceFile
from marketplace.exchange.rules.keys import product_key, web_address, web_host
from marketplace.exchange.rules.readings import Row, RowNotes, RowRefused, Unread
from marketplace.exchange.rules.trades import Trades, read_trades, split_names
from marketplace.exchange.services.plans import Choices, Kind, Plan, Reading, RefusedRow, broken_rows, refuse_repeated
from marketplace.foundation.text import Localised, one_line
from marketplace.products.content import Product
from marketplace.profiles.content import PartyProfile
from marketplace.reference.queries import terms

COLUMNS = frozenset(
    f"{name}_{language}" for name in ("company", "product", "industry", "description") for language in ("vi", "en")
) | {"company_url"}
SUMMARY = 200


def read(file: SourceFile, choices: Choices) -> Reading:
    """Every row's product; a firm's profile comes from its first row and the trades of all its rows."""
    plans: list[Plan] = []
    refused = broken_rows(file)
    for number, row in file.rows:
        try:
            plans.append(_plan(number, row, choices))
        except RowRefused as refusal:
            refused.append(RefusedRow(number, row.get("company_url", ""), (refusal.reason,)))
    return Reading(file, _one_party_each(refuse_repeated(plans, refused)), tuple(refused))


def _plan(number: int, row: Row, choices: Choices) -> Plan:
    host = web_host(row["company_url"])
    if host is None:
        raise RowRefused(Unread("company_url", "row.no_web_host", row["company_url"]))
    company, name = _both(row, "company"), _both(row, "product")
    if company.is_empty or name.is_empty:
        raise RowRefused(Unread("company_vi" if company.is_empty else "product_vi", "row.no_name"))
    notes = RowNotes()
    trades = _trades(row, notes)
    _note_texts(row, notes)
    website = web_address(row["company_url"])
    description = _text(row, "description")
    party = PartyProfile(
        kind="enterprise",
        name=company,
        country=choices.country,
        website=website,
        sectors=trades.sectors,
        segments=trades.segments,
        technologies=trades.technologies,
    )
    product = Product(
        name=name,
        summary=Localised(vi=_shortened(description.vi), en=_shortened(description.en)),
        description=description,
        technologies=trades.technologies,
        sectors=trades.sectors,
        segments=trades.segments,
        target_clients=_text(row, "target_clients"),
        website=website,
    )
    return Plan(number, product_key(host, name.best("vi")), host, notes, party, product)


def _trades(row: Row, notes: RowNotes) -> Trades:
    """Both languages name the same trades: what either of them says clearly is taken."""
    found = read_trades([*split_names(row["industry_en"]), *split_names(row["industry_vi"])])
    english = read_trades(split_names(row["industry_en"]))
    for column, name in [("industry_en", name) for name in english.unread]:
        notes.cannot_read(column, "trade.unknown", name)
    for column in ("industry_en", "industry_vi"):
        notes.note(column, row[column], read=read_trades(split_names(row[column])).anything)
    if found.every:
        return replace(found, sectors=tuple(term.code for term in terms("sector")))
    return found


def _note_texts(row: Row, notes: RowNotes) -> None:
    for name in ("company", "product", "description", "target_clients"):
        for language in ("vi", "en"):
            column = f"{name}_{language}"
            notes.note(column, row.get(column, ""), read=True)
    notes.note("company_url", row["company_url"], read=True)


def _one_party_each(plans: tuple[Plan, ...]) -> tuple[Plan, ...]:
    """The first plan of each firm carries its profile, with the trades of all its products."""
    by_firm: dict[str, list[Plan]] = {}
    for plan in plans:
        by_firm.setdefault(plan.party_key, []).append(plan)
    told = {firm[0].number: _profile_of(firm) for firm in by_firm.values()}
    return tuple(replace(plan, party=told.get(plan.number)) for plan in plans)


def _profile_of(firm: list[Plan]) -> PartyProfile:
    parties = [plan.party for plan in firm if plan.party is not None]
    return replace(
        parties[0],
        sectors=_union(*(party.sectors for party in parties)),
        segments=_union(*(party.segments for party in parties)),
        technologies=_union(*(party.technologies for party in parties)),
    )


def _union(*many: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for codes in many for code in codes))


def _both(row: Row, name: str) -> Localised:
    return Localised(vi=one_line(row[f"{name}_vi"]), en=one_line(row[f"{name}_en"]))


def _text(row: Row, name: str) -> Localised:
    return Localised(vi=row.get(f"{name}_vi", ""), en=row.get(f"{name}_en", ""))


def _shortened(text: str) -> str:
    """The beginning of a text, whole words, as its one-line summary."""
    line = one_line(text)
    if len(line) <= SUMMARY:
        return line
    return line[: SUMMARY - 1].rsplit(" ", 1)[0].rstrip(",.;:•- ") + "…"


PRODUCTS = Kind("products", COLUMNS, read)
