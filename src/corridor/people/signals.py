"""News about people: sent inside the transaction that makes the change, after its last write."""

from django.dispatch import Signal

consent_withdrawn = Signal()  # consent: the one that no longer stands
person_erased = Signal()  # person: nobody is in this row any more
