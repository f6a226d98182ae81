"""How one wishes to be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import RadioField, SelectField, ValidationError
from wtforms.validators import InputRequired

from marketplace.foundation.forms import Form, option
from marketplace.foundation.i18n import _, lazy, time_zone
from marketplace.notifications.rules import CHOSEN, HOURS, ZONES, Channel, Topic, Wishes


def _hours() -> list[Any]:
    return [option(str(hour), f"{hour:02}:00") for hour in range(HOURS)]


def _quiet_hours() -> list[Any]:
    return [option("", str(_("No quiet hours"))), *_hours()]


@dataclass(frozen=True, slots=True)
class Words:
    """What stands beside the choices: presenters know it."""

    topics: Mapping[Topic, Any]
    meanings: Mapping[Topic, Any]
    channels: Mapping[Topic, Mapping[Channel, Any]]


def _topic() -> Any:
    return RadioField(validators=[InputRequired()], default=Channel.NOW)


class SettingsForm(Form):
    """One choice for each topic, the hour of the digest, and when not to disturb."""

    introductions = _topic()
    messages = _topic()
    deals = _topic()
    verification = _topic()
    organisation = _topic()
    alerts = _topic()
    digest_hour: Any = SelectField(lazy("The daily e-mail comes at"), [InputRequired()], choices=_hours)
    quiet_from: Any = SelectField(lazy("Quiet from"), choices=_quiet_hours)
    quiet_until: Any = SelectField(lazy("Quiet until"), choices=_quiet_hours)
    zone: Any = SelectField(lazy("Your time zone"), [InputRequired()])

    def validate_quiet_until(self, field: Any) -> None:
        """Both ends, or none."""
        if bool(field.data) != bool(self.quiet_from.data):
            raise ValidationError(_("Choose both hours, or no quiet hours in both fields."))
        if field.data and field.data == self.quiet_from.data:
            raise ValidationError(_("Choose an hour that differs from the one where the quiet begins."))

    @property
    def wishes(self) -> Wishes:
        """What was chosen; for a topic that is not asked nothing."""
        channels = {topic.value: str(self[topic.value].data) for topic in CHOSEN if topic.value in self}
        return Wishes(
            channels, str(self.zone.data), int(self.digest_hour.data), _hour(self.quiet_from), _hour(self.quiet_until)
        )


def settings_form(wishes: Wishes, version: int, moment: datetime, words: Words, *, verifies: bool) -> SettingsForm:
    """The form with what holds now; only who verifies deals is asked about verification."""
    start: dict[str, Any] = {topic.value: wishes.channel(topic).value for topic in CHOSEN}
    start |= {"digest_hour": str(wishes.digest_hour), "zone": wishes.zone}
    start |= {"quiet_from": _written(wishes.quiet_from), "quiet_until": _written(wishes.quiet_until)}
    form = SettingsForm(**start)
    form.zone.choices = _zones(wishes.zone, moment)
    for topic in CHOSEN:
        asked = form[topic.value]
        asked.label.text, asked.description = str(words.topics[topic]), str(words.meanings[topic])
        asked.choices = [option(channel.value, said) for channel, said in words.channels[topic].items()]
    if not verifies:
        del form.verification
    if form.version.data in (None, ""):
        form.version.data = str(version)
    return form


def _zones(chosen: str, moment: datetime) -> list[Any]:
    return [
        option(zone, f"{time_zone(zone)} ({moment.astimezone(ZoneInfo(zone)):%H:%M})")
        for zone in dict.fromkeys((*ZONES, chosen))
    ]


def _hour(field: Any) -> int | None:
    return int(field.data) if field.data else None


def _written(hour: int | None) -> str:
    return "" if hour is None else str(hour)
