"""What a draft would change: numbers before and after, and who rises and falls."""

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.foundation.i18n import _, language, number
from marketplace.matching.presenters.staff.coverage import Row, group_title, percent
from marketplace.matching.presenters.staff.words import KINDS, TRAITS
from marketplace.matching.queries.effects import Preview, Scope
from marketplace.matching.queries.seats import Party
from marketplace.matching.queries.toplists import Kind
from marketplace.matching.rules.coverage import FEWEST, Group
from marketplace.matching.rules.effect import LEAST_SHOWN, MOST_CROWDED, Mover, Rails

ENOUGH = 0.995


@dataclass(frozen=True, slots=True)
class RailLine:
    """One guard rail before and after, and whether it holds with the draft; None where it can say nothing."""

    label: str
    before: str
    after: str
    holds: bool | None
    binding: bool


@dataclass(frozen=True, slots=True)
class GroupTable:
    """One division of the parties, before and after."""

    title: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class EffectPart:
    """What a draft does to one kind of lists."""

    title: str
    changed: str
    same: str
    scope: str
    told: str
    numbers: list[Row]
    rails: list[RailLine]
    risers: list[Row]
    fallers: list[Row]
    tables: list[GroupTable]
    touched: bool

    @property
    def breaks(self) -> bool:
        """Whether a guard rail that binds here would not hold."""
        return any(rail.binding and rail.holds is False for rail in self.rails)


def effect_parts(previews: Sequence[Preview]) -> list[EffectPart]:
    """Each kind of lists that anybody stands on, those that change first."""
    parts = [_part(preview) for preview in previews if preview.scope.readers and preview.scope.parties]
    return sorted(parts, key=lambda part: not part.touched)


def scope_line(scope: Scope) -> str:
    """How many lists were looked at."""
    if scope.readers == scope.all_readers:
        told = _(
            "All %(readers)s lists were looked at, over %(parties)s parties.",
            readers=number(scope.readers),
            parties=number(scope.parties),
        )
    else:
        told = _(
            "%(readers)s of %(all)s lists were looked at, always the same ones, over %(parties)s parties.",
            readers=number(scope.readers),
            all=number(scope.all_readers),
            parties=number(scope.parties),
        )
    return str(told)


def _part(preview: Preview) -> EffectPart:
    found = preview.effect
    touched = bool(found.changed.sum()) or (found.correlation or 1.0) < ENOUGH
    return EffectPart(
        str(KINDS[preview.scope.kind]),
        number(round(found.mean_changed, 1)),
        percent(found.untouched),
        scope_line(preview.scope),
        _told(preview),
        _numbers(preview),
        rail_lines(preview.rails_before, preview.rails_after, preview.scope.kind),
        _movers(found.risers, preview.parties),
        _movers(found.fallers, preview.parties),
        [
            GroupTable(str(TRAITS[trait]), [_beside(trait, *pair) for pair in rows])
            for trait, rows in preview.coverage.items()
        ],
        touched,
    )


def _told(preview: Preview) -> str:
    found = preview.effect
    if not found.changed.sum():
        return str(_("No reader gets another party among the first ten; places inside the ten may change."))
    return str(
        _(
            "On average %(changed)s of the first ten are other parties than before; %(share)s of the readers keep "
            "the same ten.",
            changed=number(round(found.mean_changed, 1)),
            share=percent(found.untouched),
        )
    )


def _numbers(preview: Preview) -> list[Row]:
    found, before, after = preview.effect, preview.effect.before, preview.effect.after
    most = int(found.changed.max()) if len(found.changed) else 0
    alike = "—" if found.correlation is None else number(round(found.correlation, 3))
    return [
        (str(_("Other parties among the first ten, on average")), "", number(round(found.mean_changed, 1))),
        (str(_("The most for one reader")), "", number(most)),
        (str(_("Likeness of the whole orders (rank correlation; 1 is the same)")), "", alike),
        (str(_("Parties that stand in somebody’s first ten")), percent(before.shown), percent(after.shown)),
        (str(_("Places that the ten most shown hold")), percent(before.crowding), percent(after.crowding)),
        (str(_("Inequality of places (Gini; 0 is equal)")), _two(before.gini), _two(after.gini)),
        (str(_("Parties that nobody sees among the first ten")), number(before.never), number(after.never)),
    ]


def rail_lines(before: Rails, after: Rails, kind: Kind) -> list[RailLine]:
    """Both guard rails; they bind where those with the money are shown, and are only told elsewhere."""
    binding = not kind.reader_is_seeker
    shown = after.shown >= LEAST_SHOWN if after.attainable else None
    crowded = after.crowding <= MOST_CROWDED if after.attainable else None
    return [
        RailLine(
            str(_("At least %(share)s of the parties are shown to somebody", share=percent(LEAST_SHOWN))),
            percent(before.shown),
            percent(after.shown),
            shown,
            binding,
        ),
        RailLine(
            str(_("The ten most shown hold at most %(share)s of the places", share=percent(MOST_CROWDED))),
            percent(before.crowding),
            percent(after.crowding),
            crowded,
            binding,
        ),
    ]


def _movers(movers: Sequence[Mover], parties: Sequence[Party]) -> list[Row]:
    return [
        (parties[mover.party].profile.name.best(language()), number(mover.before), number(mover.after))
        for mover in movers
    ]


def _beside(trait: str, before: Group, after: Group) -> Row:
    title = group_title(trait, before.label)
    if before.parties < FEWEST:
        return title, str(_("fewer than 5")), "—", "—", "—", "—"
    return (
        title,
        number(before.parties),
        percent(before.place_share),
        percent(after.place_share),
        number(before.shown),
        number(after.shown),
    )


def _two(value: float) -> str:
    return number(round(value, 2))
