"""What can be done with accounts: one function for each use case, each with its own transaction."""

from marketplace.accounts.services.links import LinkMail, ask_for_link, link_mail, link_secret
from marketplace.accounts.services.passwords import change_password, check_password, reset_password
from marketplace.accounts.services.people import (
    NewPerson,
    change_details,
    finish_sign_up,
    forget_old,
    register,
    reinstate,
    suspend,
)
from marketplace.accounts.services.sessions import (
    Attempt,
    NewSession,
    end_replaced,
    end_session,
    end_sessions_for,
    seen,
    set_acting,
    sign_in,
    sign_out,
)

__all__ = [
    "Attempt",
    "LinkMail",
    "NewPerson",
    "NewSession",
    "ask_for_link",
    "change_details",
    "change_password",
    "check_password",
    "end_replaced",
    "end_session",
    "end_sessions_for",
    "finish_sign_up",
    "forget_old",
    "link_mail",
    "link_secret",
    "register",
    "reinstate",
    "reset_password",
    "seen",
    "set_acting",
    "sign_in",
    "sign_out",
    "suspend",
]
