"""What the reader's own answers teach one of its lists; nobody else's answers are read."""

from collections.abc import Iterable, Mapping, Sequence

from marketplace.matching.queries.preferences import Said
from marketplace.matching.queries.seats import Party
from marketplace.matching.rules.arrays import Floats
from marketplace.matching.rules.seats import Seat
from marketplace.matching.rules.sides import Side
from marketplace.matching.rules.taught import WORTH, taught


def learned(answers: Iterable[Said], side: Side, seats: Sequence[Seat], parties: Mapping[str, Party]) -> Floats | None:
    """By code and seat what the answers add; None where no answer is about anybody in this list."""
    lessons = {said.about_organisation_id: said.answer for said in answers if said.answer in WORTH}
    if not lessons:
        return None
    kinds = [parties[seat.profile].profile.kind if seat.profile in parties else "" for seat in seats]
    return taught(side, kinds, lessons)
