"""What people type about a mandate."""

from marketplace.mandates.forms.page import MandateForm, add_problems, filled, form_for, inputs_of, typed
from marketplace.mandates.forms.words import CRITERION_LABELS, KIND_LABELS, PRIVACY_LABELS

__all__ = [
    "CRITERION_LABELS",
    "KIND_LABELS",
    "PRIVACY_LABELS",
    "MandateForm",
    "add_problems",
    "filled",
    "form_for",
    "inputs_of",
    "typed",
]
