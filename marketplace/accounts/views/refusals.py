"""What is said when an account's rule says no."""

from marketplace.accounts.rules import PASSWORD_LENGTH, PASSWORD_LIMIT
from marketplace.foundation import refusals
from marketplace.foundation.i18n import lazy

refusals.texts(
    {
        "accounts.wrong_sign_in": lazy("The email or password is not right"),
        "accounts.wrong_password": lazy("This is not your password now. Type it again"),
        "accounts.busy": lazy("Many people are signing in right now. Wait a few seconds and try again"),
        "accounts.link_over": lazy("This link has been used or is too old. Ask for a new one"),
        "accounts.address_taken": lazy("This address already has an account. Sign in, or choose a new password"),
        "accounts.password_too_short": lazy(
            "The password is too short. Use at least %(least)s characters, for example four unrelated words",
            least=PASSWORD_LENGTH,
        ),
        "accounts.password_too_long": lazy(
            "The password is too long. Use at most %(most)s characters", most=PASSWORD_LIMIT
        ),
        "accounts.password_own_words": lazy(
            "The password is made of words that others would try first here: your name, your address, this site or "
            "the ministry. Add unrelated words"
        ),
        "accounts.password_predictable": lazy(
            "The password is on the list of passwords that are guessed first, or is built from it: common words, "
            "repeats, rows of keys, dates. Use a few unrelated words"
        ),
    }
)
