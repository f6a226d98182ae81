"""The inbox and one conversation, for those inside."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.foundation import refusals
from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import current_actor
from marketplace.foundation.i18n import _, lazy
from marketplace.foundation.limits import hit
from marketplace.foundation.once import Repeated
from marketplace.foundation.pages import page_number
from marketplace.messaging import policies, queries, services
from marketplace.messaging.forms import MessageForm

blueprint = Blueprint("messaging", __name__, url_prefix="/workspace/conversations")

refusals.texts(
    {
        "messaging.empty": lazy("Write a message before you send it"),
        "messaging.too_long": lazy("The message is too long. Shorten it to at most %(longest)s characters."),
    }
)


@blueprint.get("")
@access(read=Who.MEMBER)
def index() -> ResponseReturnValue:
    """The conversations of the organisation acted for."""
    page = queries.inbox(current_actor(), page_number(request.args.get("page")))
    return render_template("messaging/index.html", page=page)


@blueprint.route("/<conversation_id>", methods=["GET", "POST"])
@access(read=Who.MEMBER, write=Who.MEMBER)
def show(conversation_id: str) -> ResponseReturnValue:
    """Read a conversation, and write in it."""
    form = MessageForm()
    if form.is_sent():
        return _posted(conversation_id, form)
    return _page(conversation_id, form), 422 if form.errors else 200


@blueprint.post("/<conversation_id>/read")
@access(write=Who.MEMBER)
def mark_read(conversation_id: str) -> ResponseReturnValue:
    """The reader has seen what the page showed."""
    services.mark_read(current_actor(), conversation_id, MessageForm().seen_up_to)
    return redirect(url_for(".show", conversation_id=conversation_id))


def _posted(conversation_id: str, form: MessageForm) -> ResponseReturnValue:
    actor = current_actor()
    hit("message.person", str(actor.person_id))
    try:
        services.post_message(actor, conversation_id, str(form.text.data), form.once_key, form.seen_up_to)
    except Repeated:
        flash(_("This message was sent before; it is here once."), "info")
    return redirect(url_for(".show", conversation_id=conversation_id, _anchor="end"))


def _page(conversation_id: str, form: MessageForm) -> str:
    actor = current_actor()
    conversation = queries.conversation(actor, conversation_id)
    page = queries.thread(actor, conversation_id, page_number(request.args.get("page")))
    if page.items:
        form.seen.data = str(page.items[-1].sequence)
    return render_template(
        "messaging/show.html",
        conversation=conversation,
        others=queries.others_in(actor, conversation),
        page=page,
        read_up_to=queries.read_up_to(actor, conversation_id),
        can_post=policies.can_post(actor),
        form=form,
    )
