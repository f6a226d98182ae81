"""Pages of profiles: the workspace's editor and the public page of an investor."""

from marketplace.profiles.views.public import public
from marketplace.profiles.views.workspace import workspace

__all__ = ["public", "workspace"]
