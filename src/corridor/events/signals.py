"""News of registrations for rooms above, sent within the transaction of the change."""

from __future__ import annotations

from django.dispatch import Signal

registration_cancelled = Signal()  # registration: Registration
