"""Matches in the workspace, and the weights behind them for staff."""

from marketplace.matching.views import answers, board, lists, staff_drafts
from marketplace.matching.views.base import blueprint
from marketplace.matching.views.staff import blueprint as staff_blueprint

__all__ = ["answers", "blueprint", "board", "lists", "staff_blueprint", "staff_drafts"]
