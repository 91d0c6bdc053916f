"""How a need is changed: on its locked row, whose version grows."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel import journal
from corridor.kernel.errors import Conflict
from corridor.referrals.models import Need

WITH: tuple[str, ...] = ("group", "hub", "client", "region", "country")


class Decided(Conflict):
    """Somebody was quicker, or the client took it back."""

    code = "decided"
    text = _("This need is no longer as you saw it: somebody decided, or it was withdrawn.")


def locked(need: Need, version: int | None = None) -> Need:
    """``version`` is the one that the page showed."""
    kept = Need.objects.select_for_update(of=("self",)).select_related(*WITH).get(pk=need.pk)
    if version is not None and kept.version != version:
        raise Decided
    return kept


def save(kept: Need, verb: str, *, by: Any, noted: dict[str, Any] | None = None, **values: Any) -> None:
    """Write these values of a locked need, and who changed it; ``noted`` goes into the journal as well."""
    before = {"state": kept.state, "hub": kept.hub_id}
    for name, value in values.items():
        setattr(kept, name, value)
    kept.version += 1
    kept.changed_at = timezone.now()
    kept.save()
    after = {"state": kept.state, "hub": kept.hub_id}
    journal.record(verb, kept, by=by, before=before, after=after | (noted or {}))
