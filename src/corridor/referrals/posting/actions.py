"""How a need comes in: by the public form and a mail that confirms it, or by a hub; and how it is changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.kernel import journal
from corridor.kernel.errors import Conflict
from corridor.members.models import Hub, WorkingGroup
from corridor.referrals.enums import NeedState
from corridor.referrals.models import Client, Need
from corridor.referrals.queries import desk_of

from . import letters
from .contents import OF_CLIENT, contact_of, facts_of, write_facts
from .locking import locked, save

CHANGEABLE = (NeedState.UNCONFIRMED, NeedState.RECEIVED, NeedState.OPEN)


def post_need(
    *, group: WorkingGroup, facts: Mapping[str, Any], client: Mapping[str, Any], consent: str
) -> Need:
    """By whoever needs it, without an account: kept unseen until the link in the mail was used."""
    with transaction.atomic():
        need = Need(group=group, state=NeedState.UNCONFIRMED, confirmed_at=timezone.now())
        write_facts(need, facts)
        _keep_client(need, client, consent)
        journal.record("post-need", need, after=_told(need))
        letters.ask_to_confirm(need)
    return need


def post_for_client(
    *,
    by: Any,
    hub: Hub,
    group: WorkingGroup,
    facts: Mapping[str, Any],
    client: Mapping[str, Any],
    consent: str,
    writes: bool = False,
) -> Need:
    """Open at once. ``writes``: the client gets a private link, so that they see what becomes of it."""
    now = timezone.now()
    with transaction.atomic():
        need = Need(group=group, hub=hub, posted_by=by, confirmed_at=now, opened_at=now, state=NeedState.OPEN)
        write_facts(need, facts)
        if any(client[name] for name in OF_CLIENT):
            _keep_client(need, client, consent, by=by)
        journal.record("post-need", need, by=by, after=_told(need))
        if writes:
            letters.tell_client_posted(need)
    return need


def confirm_address(need: Need) -> Need:
    """The mail arrived where it should: now moderators see it. Said twice, it is said once."""
    with transaction.atomic():
        kept = locked(need)
        if kept.state == NeedState.UNCONFIRMED:
            due = timezone.localdate() + timedelta(days=desk_of(kept.group).moderate_days)
            save(kept, "confirm-address", by=None, state=NeedState.RECEIVED, due_on=due)
            letters.tell_received(kept)
    return kept


def edit_need(*, need: Need, version: int, facts: Mapping[str, Any], by: Any) -> Need:
    """Write ``facts`` if nobody wrote since ``version``. The home hub speaks for its client; what moderators
    change, the client has not confirmed."""
    with transaction.atomic():
        kept = _changeable(need, version)
        before = facts_of(kept)
        changed = [name for name, value in facts.items() if value != before[name]]
        if changed:
            write_facts(kept, facts)
            _save_edited(kept, changed, by, confirmed=kept.hub_id is not None)
    return kept


def edit_own_need(*, need: Need, version: int, facts: Mapping[str, Any], contact: Mapping[str, str]) -> Need:
    """By whoever needs it, through their private page."""
    with transaction.atomic():
        kept = _changeable(need, version)
        before = facts_of(kept) | contact_of(kept)
        changed = [name for name, value in {**facts, **contact}.items() if value != before[name]]
        if changed:
            write_facts(kept, facts)
            Client.objects.filter(need=kept).update(**contact)
            _save_edited(kept, changed, None, confirmed=True)
    return kept


def _changeable(need: Need, version: int) -> Need:
    kept = locked(need)
    if kept.state not in CHANGEABLE:
        raise Conflict(_("This need has ended, so it cannot be changed any more."))
    if kept.version != version:
        raise Conflict
    return kept


def _save_edited(kept: Need, changed: list[str], by: Any, *, confirmed: bool) -> None:
    """The journal names the fields and keeps no text."""
    at = timezone.now() if confirmed else None
    save(kept, "edit-need", by=by, noted={"fields": sorted(changed)}, confirmed_at=at)


def _keep_client(need: Need, values: Mapping[str, Any], consent: str, *, by: Any = None) -> Client:
    """A consent is given for what is there; ``by`` is who recorded it for the client."""
    known = {name: values[name] for name in OF_CLIENT}
    consented = [name for name in values["consented"] if known[name]]
    at = timezone.now() if consent else None
    return Client.objects.create(
        need=need, **known, consented=consented, consent=consent, consented_at=at, taken_by=by
    )


def _told(need: Need) -> dict[str, Any]:
    return {"state": need.state, "audience": need.audience, "country": need.country_id, "hub": need.hub_id}
