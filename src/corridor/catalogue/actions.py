"""Writes to a hub's services: locked, refused where somebody wrote first, in the journal, as a version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from corridor.kernel import journal
from corridor.kernel.audience import Audience
from corridor.kernel.errors import Conflict, Refused
from corridor.kernel.i18n.fields import best_text
from corridor.members.models import Hub
from corridor.vocab.enums import ListName
from corridor.vocab.models import Term

from .contents import DAILY, contents_of, differing, write_contents
from .enums import ServiceState
from .models import Service, ServiceVersion
from .signals import services_changed

BREADTH: Final = {one: n for n, one in enumerate(Audience)}  # from the hub's own to the public
RESERVED: Final = frozenset({"new", "export", "import", "template"})


def create_service(*, by: Any, hub: Hub, values: Mapping[str, Any]) -> Service:
    """A draft of the hub's own. ``values`` as ``contents_of`` gives them; title and category are needed."""
    with transaction.atomic():
        Hub.objects.select_for_update(of=("self",)).get(pk=hub.pk)
        category = Term.objects.get(
            list__name=ListName.SERVICE_CATEGORIES, list__in_force=True, slug=values["category"]
        )
        service = Service(hub=hub, slug=_free_slug(hub, best_text(values["title"], "en")), category=category)
        write_contents(service, values)
        keep_version(service, by)
        journal.record("create-service", service, by=by, after=contents_of(service))
        announce([service.pk])
    return service


def edit_service(*, by: Any, service: Service, version: int, values: Mapping[str, Any]) -> Service:
    """Write ``values`` if nobody wrote since ``version``.

    Of a shared service, what changes daily or shows it to fewer people is written at once; anything else
    waits as ``pending`` for its review. A draft that waits for its review is taken back from there.
    """
    with transaction.atomic():
        kept = locked(service)
        if kept.version != version:
            raise Conflict
        if kept.is_withdrawn:
            raise Conflict(_("This service was withdrawn. Offer it again first."))
        before = contents_of(kept)
        names = differing(before | (kept.pending or {}), values)
        if names:
            _write(kept, by, before, {name: values[name] for name in names})
    return kept


def _write(kept: Service, by: Any, before: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
    at_once = {name: value for name, value in changes.items() if is_written_at_once(kept, name, value)}
    later = {name: value for name, value in changes.items() if name not in at_once}
    if later:
        proposed = (kept.pending or {}) | later
        kept.pending = {name: value for name, value in proposed.items() if value != before[name]} or None
    if later or kept.is_draft:
        kept.submitted_at = kept.submitted_by = None
    kept.version += 1
    kept.changed_at = timezone.now()
    write_contents(kept, at_once)
    keep_version(kept, by)
    old = {name: before[name] for name in changes}
    journal.record(
        "propose-service" if later else "edit-service", kept, by=by, before=old, after=dict(changes)
    )
    announce([kept.pk])


def is_written_at_once(kept: Service, name: str, value: Any) -> bool:
    """Without waiting for a review."""
    if kept.is_draft or name in DAILY:
        return True
    if name != "audience" or (value == Audience.GROUP and kept.group is None):
        return False  # without a group, nobody would be meant
    return BREADTH[Audience(value)] < BREADTH[Audience(kept.audience)]


def drop_proposal(*, by: Any, service: Service, version: int) -> Service:
    """Forget what waits as ``pending``; the service stays as others see it."""
    with transaction.atomic():
        kept = locked(service)
        if kept.version != version or not kept.pending:
            raise Conflict
        dropped, kept.pending, kept.submitted_at, kept.submitted_by = kept.pending, None, None, None
        kept.co_providers.filter(is_proposed=True).delete()
        kept.version += 1
        kept.save()
        keep_version(kept, by)
        journal.record("drop-proposal", kept, by=by, before=dropped)
    return kept


def withdraw_service(*, by: Any, service: Service, reason: str = "") -> Service:
    """Its page and history stay; nobody can ask for it any more. Said twice, it is said once."""
    with transaction.atomic():
        kept = locked(service)
        if kept.is_draft and not kept.shared_at:
            raise Refused(_("A draft was never shared, so it cannot be withdrawn. Delete it instead."))
        if not kept.is_withdrawn:
            kept.state, kept.withdrawn_at, kept.withdrawn_why = ServiceState.WITHDRAWN, timezone.now(), reason
            kept.pending = kept.submitted_at = kept.submitted_by = None
            kept.co_providers.filter(is_proposed=True).delete()
            _change_state(kept, by, "withdraw-service", {"state": kept.state, "reason": reason})
    return kept


def offer_again(*, by: Any, service: Service) -> Service:
    """A withdrawn one is a draft again, to be looked through, reviewed and shared anew."""
    with transaction.atomic():
        kept = locked(service)
        if not kept.is_withdrawn:
            raise Conflict
        kept.state, kept.withdrawn_at, kept.withdrawn_why = ServiceState.DRAFT, None, ""
        _change_state(kept, by, "offer-service-again", {"state": kept.state})
    return kept


def delete_draft(*, by: Any, service: Service) -> None:
    """Only what was never shared."""
    with transaction.atomic():
        kept = locked(service)
        if not kept.is_draft or kept.shared_at:
            raise Refused(_("What was shared once keeps its page and its history. Withdraw it instead."))
        journal.record("delete-draft", kept, by=by, before={"title": kept.title})
        pk = kept.pk
        kept.delete()
        announce([pk])


def confirm_service(*, by: Any, service: Service) -> Service:
    """The hub says that it is still right. Said twice on one day, it is said once."""
    with transaction.atomic():
        kept = locked(service)
        if not kept.is_offered:
            raise Conflict(_("This service was withdrawn."))
        today = timezone.localdate()
        good_until = Service.good_from(today)
        if kept.good_until != good_until:
            before = {"good_until": kept.good_until.isoformat() if kept.good_until else ""}
            kept.confirmed_at, kept.good_until = timezone.now(), good_until
            kept.save(update_fields=["confirmed_at", "good_until"])
            journal.record(
                "confirm-service", kept, by=by, before=before, after={"good_until": good_until.isoformat()}
            )
            announce([kept.pk])
    return kept


def share(kept: Service, by: Any) -> None:
    """Of a locked service, after its review: what waits is written, and it is right from today on."""
    if kept.pending:
        write_contents(kept, kept.pending)
    now = timezone.now()
    kept.state, kept.pending, kept.submitted_at, kept.submitted_by = ServiceState.SHARED, None, None, None
    kept.shared_at, kept.confirmed_at = kept.shared_at or now, now
    kept.good_until = Service.good_from(timezone.localdate())
    _change_state(kept, by, "share-service", {"state": kept.state, "audience": kept.audience})


def _change_state(kept: Service, by: Any, verb: str, after: Mapping[str, Any]) -> None:
    kept.version += 1
    kept.changed_at = timezone.now()
    kept.save()
    keep_version(kept, by)
    journal.record(verb, kept, by=by, after=dict(after))
    announce([kept.pk])


def keep_version(service: Service, by: Any) -> None:
    ServiceVersion.objects.create(
        service=service,
        number=service.version,
        by=by,
        values=contents_of(service) | ({"pending": service.pending} if service.pending else {}),
        is_shared=service.is_offered,
    )


def announce(ids: list[int]) -> None:
    """Tell search and whoever listens which services are new, changed or gone; inside the transaction."""
    services_changed.send(sender=Service, ids=ids)


def locked(service: Service) -> Service:
    kept = Service.objects.select_for_update(of=("self",)).select_related("hub", "group", "category")
    return kept.get(pk=service.pk)


def _free_slug(hub: Hub, title: str) -> str:
    stem = slugify(title)[:60].strip("-") or "service"
    taken = set(Service.objects.filter(hub=hub, slug__startswith=stem).values_list("slug", flat=True))
    taken |= RESERVED
    return next(one for one in (stem, *(f"{stem}-{n}" for n in range(2, 10_000))) if one not in taken)
