"""Vietnamese typed with the Telex keys while no input method was on: vieetj is việt, phaanf is phần."""

import re
import unicodedata

_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_DOUBLED = {"aa": "â", "ee": "ê", "oo": "ô"}
_HORNED = {"a": "ă", "o": "ơ", "u": "ư"}
_LONGEST = 10

_ONSET = "ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx]|"
_CLOSED = "uyê|iê|yê|uô|ươ|uâ|oă|oo|ă|â"  # a consonant must follow
_OPEN = "oai|oay|oao|oeo|iêu|yêu|uây|uôi|ươi|ươu|uya|uyu|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|oi|ôi|ơi|ua|ui|uơ|ưa|ưi|ưu"
_EITHER = "oa|oe|uê|uy|a|e|ê|i|o|ô|ơ|u|ư|y"
_CODA = "ch|ng|nh|[cmnpt]"
_SYLLABLE = re.compile(
    rf"(?:{_ONSET})(?:(?P<closed>{_CLOSED})(?P<after>{_CODA})|(?P<open>{_OPEN})|(?P<either>{_EITHER})(?P<end>{_CODA})?)"
)
_STOPPED = {"c", "ch", "p", "t"}
_TONES_OF_STOPPED = {"", "s", "j"}


def telex(word: str) -> str | None:
    """Return the Vietnamese syllable that lower-case Telex keys spell; None if they spell none, or only themselves."""
    if len(word) > _LONGEST or not (word.isascii() and word.isalpha()):
        return None
    letters, tone = _without_tone(word)
    spelled = _with_marks(letters)
    if spelled is None or spelled == word:
        return None
    found = _SYLLABLE.fullmatch(spelled)
    if (
        found is None
        or spelled.endswith("ing")
        or ((found["after"] or found["end"]) in _STOPPED and tone not in {"", "s", "j"})
    ):
        return None
    return _toned(spelled, found, tone)


def _without_tone(word: str) -> tuple[str, str]:
    """Take out the one letter behind a vowel that no syllable can have there: it is the key of a tone."""
    vowel = re.search("[aeiouyw]", word)
    if vowel is None:
        return word, ""
    places = [at for at in range(vowel.end(), len(word)) if word[at] in _TONES]
    if len(places) != 1:
        return word, ""
    return word[: places[0]] + word[places[0] + 1 :], word[places[0]]


def _with_marks(letters: str) -> str | None:
    """Return the letters with hats, horns and the stroke of đ; None if a key has nothing to change."""
    spelled = "đ" + letters[2:] if letters.startswith("dd") else letters
    for typed, meant in _DOUBLED.items():
        spelled = spelled.replace(typed, meant)
    while "w" in spelled:
        before, _, behind = spelled.partition("w")
        horned = _horned(before)
        if horned is None:
            return None
        spelled = horned + behind
    return spelled


def _horned(before: str) -> str | None:
    """Give a horn or a breve to the last vowel that can carry one; uo carries two."""
    if "uo" in before and not before.startswith("quo"):
        return before.replace("uo", "ươ")
    for at in range(len(before) - 1, -1, -1):
        if before[at] in _HORNED:
            return before[:at] + _HORNED[before[at]] + before[at + 1 :]
    return None


def _toned(spelled: str, found: re.Match[str], tone: str) -> str:
    """Return the syllable with its tone on the vowel that carries it."""
    if not tone:
        return spelled
    name = next(group for group in ("closed", "open", "either") if found[group])
    at = found.start(name) + _carrier(found[name], closed=bool(found["after"] or found["end"]))
    return unicodedata.normalize("NFC", spelled[: at + 1] + _TONES[tone] + spelled[at + 1 :])


def _carrier(vowels: str, *, closed: bool) -> int:
    marked = [at for at, vowel in enumerate(vowels) if vowel in "ăâêôơư"]
    if marked:
        return marked[-1]
    if closed or len(vowels) == 3:
        return min(1, len(vowels) - 1)
    return 0
