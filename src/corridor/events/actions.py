"""Writes to events: locked, refused where somebody wrote first, in the journal, and told to whoever is
registered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from corridor.kernel import journal
from corridor.kernel.clock import clock
from corridor.kernel.errors import Conflict, Refused
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.ui.addresses import free_slug
from corridor.members.groups import writing
from corridor.members.models import WorkingGroup

from .enums import EventState, Mode, Presence
from .models import Event, Registration
from .queries import taken_on_site

# What participants need to know of: a change of these is a new revision for their calendars.
TOLD: Final = frozenset({"state", "starts_at", "ends_at", "zone", "mode", "place", "address", "link"})


def plan_event(*, by: Any, group: WorkingGroup, values: Mapping[str, Any]) -> Event:
    """A draft, seen by those who take part in the group."""
    with transaction.atomic():
        WorkingGroup.objects.select_for_update().get(pk=group.pk)
        taken = Event.objects.filter(group=group).values_list("slug", flat=True)
        slug = free_slug(best_text(values["title"], "en"), taken, otherwise="event")
        event = Event.objects.create(group=group, slug=slug, made_by=by, **values)
        journal.record("plan-event", event, by=by, after=_plain(values) | {"slug": slug})
    return event


def edit_event(*, by: Any, event: Event, version: int, values: Mapping[str, Any]) -> Event:
    """Write ``values`` if nobody wrote since ``version``. Those registered are told what is new for them, and
    places that were added go to those who wait."""
    with transaction.atomic():
        kept = held(event)
        if kept.version != version:
            raise Conflict
        _check_places(kept, values)
        _write(kept, by, "edit-event", values)
    return kept


def publish_event(*, by: Any, event: Event) -> Event:
    """From now on its audience sees it and can register."""
    with transaction.atomic():
        kept, now = held(event), clock()
        if kept.state != EventState.DRAFT:
            raise Conflict(_("This event is published already."))
        if kept.is_over(now):
            raise Refused(_("This event is over. Give it another date first."))
        kept.published_at = now
        _write(kept, by, "publish-event", {"state": EventState.PUBLISHED})
    return kept


def cancel_event(*, by: Any, event: Event, reason: str) -> Event:
    with transaction.atomic():
        kept = held(event)
        if kept.state == EventState.DRAFT:
            raise Conflict(_("This event is not published, so nobody has to be told that it is cancelled."))
        if kept.is_over(clock()):
            raise Conflict(_("This event is over."))
        _write(kept, by, "cancel-event", {"state": EventState.CANCELLED, "cancelled_why": reason})
    return kept


def discard_event(*, by: Any, event: Event) -> None:
    """A draft that comes to nothing; nobody was told of it."""
    with transaction.atomic():
        kept = held(event)
        if kept.state != EventState.DRAFT:
            raise Conflict(_("This event is published. Cancel it instead."))
        journal.record("discard-event", kept, by=by, before={"title": kept.title, "slug": kept.slug})
        kept.delete()


def held(event: Event) -> Event:
    """Locked, and not cancelled: that is for good, since calendars have forgotten it. Whoever gives or takes
    places holds the event first."""
    kept = (
        Event.objects.select_for_update(of=("self",), no_key=True)
        .select_related("group", "country")
        .get(pk=event.pk)
    )
    if kept.state == EventState.CANCELLED:
        raise Conflict(_("This event is cancelled. Plan a new one."))
    return kept


def _check_places(event: Event, values: Mapping[str, Any]) -> None:
    """Nobody who is registered loses their place by a change of the event."""
    capacity, mode = values.get("capacity", event.capacity), values.get("mode", event.mode)
    taken = taken_on_site(event)
    if capacity is not None and mode != Mode.ONLINE and capacity < taken:
        text = _("%(count)d people are registered on site. There cannot be fewer places than that.")
        raise Refused(text % {"count": taken})
    if mode != event.mode:
        gone = {Mode.ON_SITE: Presence.ONLINE, Mode.ONLINE: Presence.ON_SITE}.get(mode)
        if Registration.objects.active().filter(event=event, presence=gone).exists():
            raise Refused(_("People are registered for the way in which it would no longer be held."))


def _write(kept: Event, by: Any, verb: str, values: Mapping[str, Any]) -> None:
    before = {name: getattr(kept, name) for name in values}
    changed = {name: value for name, value in values.items() if value != before[name]}
    if not changed:
        return
    for name, value in changed.items():
        setattr(kept, name, value)
    kept.version += 1
    kept.revision += bool(TOLD & changed.keys())
    kept.save()
    old = {name: before[name] for name in changed}
    journal.record(verb, kept, by=by, before=_plain(old), after=_plain(changed))
    _tell_registered(kept)


def _tell_registered(event: Event) -> None:
    """A date or place that is put right afterwards is no news."""
    if event.is_over():
        return
    from .registering.actions import note_change  # they need our models and actions first
    from .registering.places import promote

    note_change(event)
    promote(event)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """As the journal keeps them. Whoever knows the link can join: that it changed is enough."""
    told = writing.plain(values)
    if "link" in told:
        told["link"] = "…" if told["link"] else ""
    return told
