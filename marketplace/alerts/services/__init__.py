"""What is done with alerts: choosing, pausing and stopping them, and writing the digests."""

from marketplace.alerts.services.choosing import choose, follow_wishes, forget, pause, resume, stop, stop_by_link
from marketplace.alerts.services.gathering import gather
from marketplace.alerts.services.settling import settle

__all__ = ["choose", "follow_wishes", "forget", "gather", "pause", "resume", "settle", "stop", "stop_by_link"]
