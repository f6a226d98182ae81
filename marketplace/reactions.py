"""When this happens, do that: every effect across features, in one table of fact name to tasks."""

from collections.abc import Mapping

REACTIONS: Mapping[str, tuple[str, ...]] = {
    "accounts.link_asked": ("accounts.mail_link",),
    "accounts.password_changed": ("accounts.mail_password_changed",),
    "notifications.people_notified": ("notifications.mail",),
    "organisations.member_invited": ("organisations.mail_invitation",),
    "organisations.join_asked": ("organisations.tell_admins",),
    "organisations.join_decided": ("organisations.tell_asking",),
    "organisations.member_role_changed": ("organisations.tell_role",),
    "organisations.member_removed": ("organisations.tell_removed",),
    "profiles.profiles_published": ("discovery.refresh_profiles",),
    "profiles.profiles_withdrawn": ("discovery.refresh_profiles",),
    "products.products_published": ("discovery.refresh_products",),
    "products.products_withdrawn": ("discovery.refresh_products",),
    "mandates.mandates_published": ("discovery.refresh_mandates",),
    "mandates.mandates_withdrawn": ("discovery.refresh_mandates",),
    "messaging.message_posted": ("messaging.tell_the_other_side",),
    "deals.introduction_moved": ("deals.forget_numbers", "deals.tell_introduction"),
    "deals.deal_recorded": ("deals.forget_numbers",),
    "deals.deal_moved": ("deals.forget_numbers", "deals.tell_move"),
    "deals.proposal_made": ("deals.tell_confirmers",),
    "deals.proposal_decided": ("deals.tell_proposer",),
    "deals.count_decided": ("deals.forget_numbers", "deals.tell_verdict"),
    "reference.rates_loaded": ("deals.recount_pending", "discovery.refresh_tickets"),
    "reference.reference_loaded": ("discovery.compare_soon",),
}
