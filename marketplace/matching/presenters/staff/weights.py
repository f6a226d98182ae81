"""The weights of a version, and what two versions differ in, as tables and bars."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from marketplace.accounts.queries import people_by_id
from marketplace.foundation.i18n import _, number
from marketplace.matching.presenters.sentences import TOPICS
from marketplace.matching.presenters.staff.words import ORIGINS, ROLES, SIGNALS
from marketplace.matching.queries.weights import Version
from marketplace.matching.rules.editing import JUDGED, PRIORITIES, Change
from marketplace.matching.rules.reading import Difference, Reach, differences, reaches, together
from marketplace.matching.rules.seats import Role
from marketplace.matching.rules.signals import CODES, Topic
from marketplace.matching.rules.signals import SIGNALS as TABLE

HALF = 100  # half of the width of a bar
FULL = 2.5  # what adds more than this, as the room for others may, would make all other bars too short to compare
PERCENT = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """From the least to the most that is added, on a line whose middle is nothing: left edge and width of 200."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class SignalLine:
    """One signal of a version: its words, where its weight comes from, how much it can matter."""

    code: str
    title: str
    topic: str
    origin: str
    tone: str
    least: str
    most: str
    bar: Bar
    points: tuple[tuple[str, str], ...]
    note: str


@dataclass(frozen=True, slots=True)
class PairLine:
    """Two signals that add something together."""

    title: str
    least: str
    most: str
    bar: Bar


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version in the list of all."""

    version: int
    is_shipped: bool
    who: str
    made_at: datetime | None
    reason: str
    based_on: int | None
    in_force: bool
    told: str


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One signal that two versions weigh differently."""

    role: str
    title: str
    before: str
    after: str
    bar_before: Bar | None
    bar_after: Bar | None


def title_of(code: str) -> str:
    """What staff call a signal; one without words of its own goes by its topic and code."""
    return str(SIGNALS[code]) if code in SIGNALS else f"{topic_of(code)} ({code})"


def topic_of(code: str) -> str:
    """The topic under which a signal is listed."""
    topic = next((signal.topic for signal in TABLE if signal.code == code), Topic.ASKED)
    return str(TOPICS.get(topic, code))


def signal_lines(version: Version, role: Role) -> list[SignalLine]:
    """The signals of one role, those that can matter most first; signals that are off at the end."""
    found = reaches(version.roles[role])
    full = _full(found)
    return [_signal_line(reach, full, version.changes.signals.get((role, reach.code))) for reach in found]


def off_lines(version: Version, role: Role) -> list[str]:
    """The signals of one role that are switched off."""
    off = [code for (at, code), change in version.changes.signals.items() if at is role and change.factor == 0]
    return [title_of(code) for code in sorted(off)]


def _signal_line(reach: Reach, full: float, change: Change | None) -> SignalLine:
    origin, tone = ORIGINS.get(reach.origin, ORIGINS[JUDGED])
    return SignalLine(
        reach.code,
        title_of(reach.code),
        topic_of(reach.code),
        str(origin),
        tone,
        signed(reach.least),
        signed(reach.most),
        bar_of(reach, full),
        tuple((number(at), signed(adds)) for at, adds in reach.points),
        _note(change),
    )


def _note(change: Change | None) -> str:
    if change is None:
        return ""
    if change.table is not None:
        return str(_("set anew here"))
    return str(_("%(times)s times as shipped", times=number(change.times)))


def pair_lines(version: Version, role: Role) -> list[PairLine]:
    """The pairs of signals of one role that add something together."""
    found = together(version.roles[role])
    full = max([0.01, *(max(abs(pair.least), abs(pair.most)) for pair in found)])
    return [
        PairLine(
            str(_("%(first)s, together with: %(second)s", first=title_of(pair.first), second=title_of(pair.second))),
            signed(pair.least),
            signed(pair.most),
            _bar(pair.least, pair.most, full),
        )
        for pair in found
    ]


def policy_lines(version: Version) -> list[tuple[str, bool, str]]:
    """The rules of policy, whether each is on, and how much it adds."""
    return [
        (title_of(code), code in version.changes.policies, signed(max(table.adds)))
        for code, table in PRIORITIES.items()
        if code in CODES
    ]


def version_lines(found: Sequence[Version], held: int) -> list[VersionLine]:
    """All versions with their makers' names."""
    people = people_by_id(version.person_id for version in found if version.person_id)
    return [_version_line(version, held, people) for version in found]


def _version_line(version: Version, held: int, people: Mapping[str, Any]) -> VersionLine:
    person = people.get(version.person_id or "")
    return VersionLine(
        version.version,
        version.is_shipped,
        person.name if person else "",
        version.made_at,
        version.reason,
        version.based_on,
        version.version == held,
        _told(version),
    )


def _told(version: Version) -> str:
    if version.is_shipped:
        return str(_("Came with the product"))
    on = [title_of(code) for code in sorted(version.changes.policies)]
    parts = [
        _("Version %(shipped)s as shipped, signals changed: %(many)s", shipped=version.shipped, many=_many(version)),
        *([_("rules that are on: %(rules)s", rules=", ".join(on))] if on else []),
    ]
    return "; ".join(map(str, parts))


def _many(version: Version) -> str:
    return number(len(version.changes.signals))


def difference_lines(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[DifferenceLine]:
    """What two contents weigh differently, the largest change first."""
    found = sorted(differences(before, after), key=lambda row: -_moved(row))
    full = _full([reach for row in found for reach in (row.before, row.after) if reach])
    return [_difference_line(row, full) for row in found]


def _moved(row: Difference) -> float:
    before, after = ((reach.least, reach.most) if reach else (0.0, 0.0) for reach in (row.before, row.after))
    return max(abs(one - other) for one, other in zip(before, after, strict=True))


def _difference_line(row: Difference, full: float) -> DifferenceLine:
    return DifferenceLine(
        str(ROLES[row.role]),
        title_of(row.code),
        _range(row.before),
        _range(row.after),
        bar_of(row.before, full) if row.before else None,
        bar_of(row.after, full) if row.after else None,
    )


def _range(reach: Reach | None) -> str:
    if reach is None or not (reach.least or reach.most):
        return str(_("nothing"))
    return str(_("%(least)s to %(most)s", least=signed(reach.least), most=signed(reach.most)))


def source_lines(version: Version, role: Role) -> list[tuple[str, str]]:
    """Where the weights of a role come from: deals, half-years, the month nothing was read from."""
    fitted = version.roles[role].get("fitted_on") or {}
    lines = [(_("Shipped version"), number(version.shipped))]
    if fitted.get("deals"):
        lines.append((_("Past deals learnt from"), number(fitted["deals"])))
    if fitted.get("windows"):
        lines.append((_("Half-years, by their first month"), ", ".join(map(str, fitted["windows"]))))
    if fitted.get("before"):
        lines.append((_("Nothing was read from this month on"), str(fitted["before"])))
    if version.provenance.get("fitted_at"):
        lines.append((_("Fitted on"), str(version.provenance["fitted_at"])))
    return [(str(label), text) for label, text in lines]


def calibration_rows(version: Version, role: Role) -> list[tuple[str, ...]]:
    """How often a stated score was right on past deals; empty where it was not measured."""
    measured = version.provenance.get("calibration") or {}
    rows = measured.get(role.value) or []
    return [
        (
            str(_("%(first)s to %(last)s", first=number(row["from"]), last=number(row["to"]))),
            _percent(row["stated"]),
            _percent(row["real"]),
            number(row["pairs"]),
        )
        for row in rows
    ]


def _percent(share: float) -> str:
    """A share of one, or of a hundred where it is above one."""
    return f"{number(round(share * PERCENT if share <= 1 else share))} %"


def role_tabs(endpoint: str, chosen: Role, **address: Any) -> list[tuple[str, str, bool]]:
    """The roles: words, address, whether it is the open one."""
    return [
        (str(words), url_for(endpoint, role=role.value, **address), role is chosen) for role, words in ROLES.items()
    ]


def signed(value: float) -> str:
    """An addition with its sign."""
    shown = round(value, 2)
    sign = "−" if shown < 0 else "+" if shown > 0 else ""
    return f"{sign}{number(abs(shown))}"


def bar_of(reach: Reach, full: float) -> Bar:
    """The bar of a signal beside the one that can matter most."""
    return _bar(reach.least, reach.most, full)


def _full(found: Sequence[Reach]) -> float:
    return min(FULL, max([0.01, *(max(abs(reach.least), abs(reach.most)) for reach in found)]))


def _bar(least: float, most: float, full: float) -> Bar:
    left, right = max(-full, min(least, 0.0)), min(full, max(most, 0.0))
    return Bar(round(HALF + HALF * left / full, 1), round(max(HALF * (right - left) / full, 1), 1))
