"""Writes of the members' room. Whatever changes a hub ends in ``announce_hubs``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from corridor.kernel import journal
from corridor.kernel.errors import Conflict
from corridor.vocab.enums import ListName
from corridor.vocab.models import Concept, Term

from .groups.roles.leading import keeps_a_moderator
from .models import GroupRole, Hub, HubTag, Seat
from .signals import hubs_changed

PROFILE: Final = (
    "title",
    "description",
    "website",
    "email",
    "address",
    "city",
    "region",
    "working_languages",
    "audience",
)
TAGS: Final = {
    "technologies": ListName.TECHNOLOGIES,
    "sectors": ListName.SECTORS,
    "services": ListName.SERVICE_TAGS,
}


def announce_hubs(ids: Iterable[int]) -> None:
    """Tell search and whoever listens which hubs are new, changed or gone; inside the transaction."""
    ids = sorted(set(ids))
    if ids:
        hubs_changed.send(sender=Hub, ids=ids)


def save_term(*, by: Any, term: Seat | GroupRole, before: Mapping[str, Any] | None = None) -> None:
    """Give a person a seat or a role for a term, or change its term; ``before`` is what it said."""
    verb = f"{'change' if before else 'add'}-{term._meta.model_name}"  # noqa: SLF001
    after = {field.name: str(getattr(term, field.attname)) for field in term._meta.fields}  # noqa: SLF001
    with _watched(term):
        term.save()
        journal.record(verb, term, by=by, before=dict(before or {}), after=after | {"id": term.pk})


@contextmanager
def _watched(term: Seat | GroupRole) -> Iterator[None]:
    """No group loses its last moderator, neither the one that the term is in nor the one that it was in."""
    with transaction.atomic(), ExitStack() as watches:
        if isinstance(term, GroupRole):
            before = GroupRole.objects.filter(pk=term.pk).values_list("group_id", flat=True)
            for group_id in sorted({term.group_id, *before}):
                watches.enter_context(keeps_a_moderator(group_id))
        yield


def profile_of(hub: Hub) -> dict[str, Any]:
    """What an editor can change, as plain values: tags as ``{slug: level}``, level 0 if not stated."""
    values = {name: getattr(hub, name) for name in PROFILE if name != "region"}
    tags: dict[str, dict[str, int]] = {kind: {} for kind in TAGS}
    kinds = {str(listed): kind for kind, listed in TAGS.items()}
    for tag in hub.tags.filter(term__list__name__in=kinds, term__list__in_force=True).select_related(
        "term__list"
    ):
        tags[kinds[tag.term.list.name]][tag.term.slug] = tag.level or 0
    concepts = sorted(hub.concepts.values_list("slug", flat=True))
    return values | {"region": hub.region_id} | tags | {"concepts": concepts}


def edit_hub(*, by: Any, hub: Hub, version: int, values: Mapping[str, Any]) -> Hub:
    """Write ``values`` (as ``profile_of`` gives them) if nobody wrote since ``version``.

    Fields that really change are marked as the hub's own, so that no import overwrites them.
    """
    with transaction.atomic():
        hub = Hub.objects.select_for_update(of=("self",)).get(pk=hub.pk)
        if hub.version != version:
            raise Conflict
        before = profile_of(hub)
        changes = {name: value for name, value in values.items() if value != before[name]}
        if changes:
            _write(hub, before, changes)
            old = {name: before[name] for name in changes}
            journal.record("edit-hub", hub, by=by, before=old, after=changes)
            announce_hubs([hub.pk])
    return hub


def _write(hub: Hub, before: dict[str, Any], changes: dict[str, Any]) -> None:
    if "title" in changes and not hub.catalogue_key:
        _remember_identity(hub)
    for name in PROFILE:
        if name in changes:
            setattr(hub, "region_id" if name == "region" else name, changes[name])
    hub.edited_fields = sorted(set(hub.edited_fields) | _marks(before, changes))
    hub.version += 1
    hub.confirmed_at = timezone.now()
    hub.save()
    for kind in TAGS:
        if kind in changes:
            _write_tags(hub, kind, changes[kind])
    if "concepts" in changes:
        hub.concepts.set(Concept.objects.filter(slug__in=changes["concepts"]))


def _remember_identity(hub: Hub) -> None:
    """Keep the name under which a file from outside would still know this hub."""
    from .imports.keys import key_of

    key = key_of(hub.country_id, hub.name, hub.title)
    if not Hub.objects.filter(catalogue_key=key).exists():
        hub.catalogue_key = key


def _marks(before: dict[str, Any], changes: dict[str, Any]) -> set[str]:
    """Names for ``edited_fields``; descriptions are marked per language."""
    marks = set(changes) - {"description"}
    if "description" in changes:
        old, new = before["description"], changes["description"]
        marks |= {f"description.{code}" for code in {*old, *new} if old.get(code) != new.get(code)}
    return marks


def _write_tags(hub: Hub, kind: str, levels: Mapping[str, int]) -> None:
    terms = Term.objects.filter(list__name=TAGS[kind], list__in_force=True)
    hub.tags.filter(term__in=terms).delete()
    HubTag.objects.bulk_create(
        HubTag(hub=hub, term=term, level=levels[term.slug] or None) for term in terms.filter(slug__in=levels)
    )
