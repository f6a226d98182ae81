"""The words of refusals: rules give codes, each feature's views register the sentences."""

from collections.abc import Mapping
from typing import Any

from marketplace.foundation.actor import Refused
from marketplace.foundation.i18n import _

_TEXTS: dict[str, Any] = {}


def texts(sentences: Mapping[str, Any]) -> None:
    """Register lazy sentences by code; `%(name)s` is filled from the refusal's values."""
    _TEXTS.update(sentences)


def registered() -> frozenset[str]:
    """Every code that has words."""
    return frozenset(_TEXTS)


def words(refusal: Refused) -> str:
    """What happened and what to do, in the reader's language."""
    sentence = _TEXTS.get(refusal.code)
    if sentence is None:
        return str(_("This cannot be done now. Nothing was changed."))
    text = str(sentence)
    return text % refusal.values if refusal.values else text
