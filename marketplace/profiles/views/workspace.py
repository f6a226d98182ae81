"""The workspace's profile pages: edit, preview, compare, publish, withdraw."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import Actor, NotFound, Refused, current_actor
from marketplace.foundation.forms import Form
from marketplace.foundation.i18n import _, lazy
from marketplace.foundation.refusals import texts, words
from marketplace.foundation.versions import Conflict
from marketplace.organisations.queries import organisation
from marketplace.profiles import forms, policies, queries, services
from marketplace.profiles.content import PartyProfile
from marketplace.profiles.forms import ProfileForm
from marketplace.profiles.presenters import Difference, differences, page_of_kind, party_page, progress
from marketplace.profiles.queries import OwnProfile

workspace = Blueprint("profiles", __name__, url_prefix="/workspace/profile")

texts(
    {
        "profiles.name_missing": lazy("Nothing was published: the profile has no name yet."),
        "profiles.code_wrong": lazy("Nothing was published: the enterprise code is not right."),
        "profiles.code_taken": lazy(
            "Nothing was saved: another organisation here has the enterprise code %(enterprise_code)s. "
            "Check the code; if it is yours, ask the ministry to put the two together."
        ),
        "profiles.no_draft": lazy("There is no draft to publish. What is live stays as it is."),
        "publishing.not_possible": lazy("This was decided already, perhaps in another window. Open the page again."),
    }
)


@workspace.get("")
@access(read=Who.MEMBER)
def edit() -> ResponseReturnValue:
    """The form, filled with the draft, else with what is live."""
    own, start = _own(current_actor())
    return _form_page(own, forms.filled(own.newest or start, own.version), start)


@workspace.post("")
@access(write=Who.MEMBER)
def save() -> ResponseReturnValue:
    """Keep the draft, or publish what was typed."""
    actor = current_actor()
    own, start = _own(actor)
    form = forms.form_for(start.kind)
    if not form.is_sent():
        return _form_page(own, form, start), 422
    typed = forms.typed(form, own.newest or start)
    try:
        return _keep(actor, own, form, typed)
    except Conflict as conflict:
        return _conflict_page(form, typed, conflict)
    except Refused as refusal:
        return _form_page(own, form, start, refused=words(refusal)), 422


def _keep(actor: Actor, own: OwnProfile, form: ProfileForm, typed: PartyProfile) -> ResponseReturnValue:
    version = form.version_number or 0
    if request.form.get("then") == "publish":
        services.publish_profile(actor, own.organisation_id, typed, expected_version=version)
        flash(_("Your profile is published."), "success")
    else:
        services.save_draft(actor, own.organisation_id, typed, version)
        flash(_("The draft is saved. Nobody outside your organisation sees it."), "success")
    return redirect(url_for("profiles.edit"))


@workspace.get("/preview")
@access(read=Who.MEMBER)
def preview() -> ResponseReturnValue:
    """The draft as its page would look."""
    own, _start = _own(current_actor())
    if own.newest is None:
        raise NotFound
    return render_template("profiles/preview.html", own=own, page=party_page(own.newest))


@workspace.get("/compare")
@access(read=Who.MEMBER)
def compare() -> ResponseReturnValue:
    """What the draft changes."""
    own, _start = _own(current_actor())
    if own.draft is None:
        raise NotFound
    return render_template("profiles/compare.html", own=own, changes=differences(own.live, own.draft))


@workspace.post("/publish")
@access(write=Who.MEMBER)
def publish() -> ResponseReturnValue:
    """Publish the kept draft."""
    actor = current_actor()
    services.publish_draft(actor, str(actor.organisation_id), _version())
    flash(_("Your profile is published."), "success")
    return redirect(url_for("profiles.edit"))


@workspace.post("/discard")
@access(write=Who.MEMBER)
def discard() -> ResponseReturnValue:
    """Throw the draft away."""
    actor = current_actor()
    services.discard_draft(actor, str(actor.organisation_id), _version())
    flash(_("The draft is gone. What is live stays as it was."), "success")
    return redirect(url_for("profiles.edit"))


@workspace.post("/withdraw")
@access(write=Who.MEMBER)
def withdraw() -> ResponseReturnValue:
    """Take the profile off the public pages."""
    actor = current_actor()
    services.withdraw_profile(actor, str(actor.organisation_id), _version())
    flash(_("Your profile is withdrawn. Nobody outside your organisation sees it."), "success")
    return redirect(url_for("profiles.edit"))


def _own(actor: Actor) -> tuple[OwnProfile, PartyProfile]:
    """The own profile, and the text that a form starts from while there is none."""
    party = organisation(actor, str(actor.organisation_id))
    start = PartyProfile(
        kind=party.kind,
        name=party.name,
        country=party.country,
        enterprise_code=party.enterprise_code,
        is_demo=party.is_demo,
    )
    own = queries.own_profile(actor, party.id)
    if own.newest is not None:
        start = replace(own.newest, kind=party.kind)
    return own, start


def _version() -> int | None:
    return Form().version_number


def _form_page(
    own: OwnProfile,
    form: ProfileForm,
    start: PartyProfile,
    refused: str | None = None,
    changes: list[Difference] | None = None,
) -> str:
    forms.add_blank_rows(form)
    return render_template(
        "profiles/edit.html",
        own=own,
        form=form,
        refused=refused,
        changes=changes or [],
        public_page=page_of_kind(start.kind),
        progress=progress(start.kind, own.newest or start),
        can_edit=policies.can_edit_profile(current_actor(), own.organisation_id),
    )


def _conflict_page(form: ProfileForm, typed: PartyProfile, conflict: Conflict) -> ResponseReturnValue:
    """Both texts: what a colleague saved meanwhile, and what was typed here, which can still be sent."""
    own, start = _own(current_actor())
    form.version.data = str(conflict.current)
    return _form_page(own, form, start, changes=differences(own.newest or start, typed)), 409
