"""Writing and deciding about revisions: one at a time (`single`), or many in few statements (`bulk`)."""

from marketplace.publishing.services.bulk import Outcome, Published, Wanted, publish_many
from marketplace.publishing.services.single import NewSubject, discard_draft, go_live, revert_to, save_draft, withdraw

__all__ = [
    "NewSubject",
    "Outcome",
    "Published",
    "Wanted",
    "discard_draft",
    "go_live",
    "publish_many",
    "revert_to",
    "save_draft",
    "withdraw",
]
