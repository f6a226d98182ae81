"""What a party types about itself."""

from marketplace.profiles.forms.page import ProfileForm, filled, form_for, typed

__all__ = ["ProfileForm", "filled", "form_for", "typed"]
