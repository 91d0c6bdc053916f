"""News of the catalogue, sent inside the transaction that makes the change, after its last write."""

from __future__ import annotations

from django.dispatch import Signal

services_changed = Signal()  # ids: services that are new, changed or gone
