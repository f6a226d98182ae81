"""What is said when a rule of organisations says no."""

from marketplace.foundation import refusals
from marketplace.foundation.i18n import lazy

refusals.texts(
    {
        "organisations.bad_code": lazy("A tax code has 10 or 13 digits. Check the number you entered"),
        "organisations.code_taken": lazy(
            "An organisation with this enterprise code is here already. Ask to join it instead"
        ),
        "organisations.too_many": lazy("You already run %(limit)s organisations. Ask the operators to add another one"),
        "organisations.already_member": lazy("This person is a member already"),
        "organisations.already_invited": lazy(
            "This address has an open invitation. Withdraw it first if you want to send another one"
        ),
        "organisations.too_many_open": lazy("%(limit)s invitations are open. Withdraw some, or wait for answers"),
        "organisations.invitation_over": lazy(
            "This invitation was answered, withdrawn or is too old. Ask the organisation for a new one"
        ),
        "organisations.already_decided": lazy("This was decided already. Open the page again to see the answer"),
        "organisations.last_admin": lazy(
            "An organisation keeps at least one administrator. Make somebody else administrator first"
        ),
        "organisations.no_powers_here": lazy("Units with powers belong to ministries and provinces only"),
        "organisations.more_than_unit": lazy("A member cannot hold a power that its unit does not have"),
    }
)
