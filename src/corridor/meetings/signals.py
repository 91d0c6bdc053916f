"""News of the meetings for others in this room and above, sent once the change is committed."""

from __future__ import annotations

from django.dispatch import Signal

minutes_approved = Signal()  # minutes: meetings.Minutes
