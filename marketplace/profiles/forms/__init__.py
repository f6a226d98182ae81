"""What a party types about itself."""

from marketplace.profiles.forms.page import ProfileForm, add_blank_rows, filled, form_for, typed

__all__ = ["ProfileForm", "add_blank_rows", "filled", "form_for", "typed"]
