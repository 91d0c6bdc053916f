"""News from the members: sent inside the transaction that makes the change, after its last write."""

from django.dispatch import Signal

hubs_changed = Signal()  # ids: hubs that are new, changed or gone
seat_ended = Signal()  # seat: ended before its time, with everything that hung on it
