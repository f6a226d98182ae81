"""Matches in the workspace: the lists, one pair in detail, and answers."""

from marketplace.matching.views import lists
from marketplace.matching.views.base import blueprint

__all__ = ["blueprint", "lists"]
