"""What somebody brings to the event: typed, or taken over from what their hub has."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from corridor.bilaterals.models import Entry, Profile
from corridor.kernel import journal
from corridor.kernel.audience import Viewer
from corridor.kernel.errors import Conflict, NotFound
from corridor.kernel.interests import Interest, interests_of
from corridor.vocab.models import Concept, Term

MOST: Final = 12  # of one profile
TERMS: Final = ("technologies", "sectors")
TAGS: Final = (*TERMS, "concepts")


def of_hub(profile: Profile, viewer: Viewer) -> dict[tuple[str, str], Interest]:
    """What can be taken over and was not yet, by source and key."""
    hub = profile.registration.hub_id
    if hub is None:
        return {}
    taken = set(Entry.objects.filter(profile=profile).values_list("source", "source_key"))
    return {origin: one for origin, one in interests_of(hub, viewer).items() if origin not in taken}


def add_entry(*, by: Any, profile: Profile, values: Mapping[str, Any]) -> Entry:
    with transaction.atomic():
        _lock(profile)
        _refuse_more(profile)
        made = Entry.objects.create(profile=profile, **values)
        journal.record("add-entry", made, by=by)
    return made


def take_entry(*, by: Any, profile: Profile, viewer: Viewer, source: str, key: str) -> Entry:
    """With its tags, as its room has it now; once."""
    with transaction.atomic():
        _lock(profile)
        mine = Entry.objects.filter(profile=profile).exclude(source="")
        for taken in mine:  # a few; what was sent may be anything, also what no column holds
            if (taken.source, taken.source_key) == (source, key):
                return taken
        _refuse_more(profile)
        found = of_hub(profile, viewer).get((source, key))
        if found is None:
            raise NotFound
        made = Entry.objects.create(
            profile=profile,
            kind=found.kind,
            title=found.title[:150],
            text=found.text[:2000],
            language=found.language,
            source=source,
            source_key=key,
        )
        _tag(made, found.tags)
        journal.record("add-entry", made, by=by, after={"source": source})
    return made


def change_entry(
    *, by: Any, entry: Entry, values: Mapping[str, Any], tags: Mapping[str, Collection[str]]
) -> Entry:
    """``tags`` are slugs by the names of ``TAGS``."""
    with transaction.atomic():
        kept = _locked(entry)
        for name, value in values.items():
            setattr(kept, name, value)
        kept.save()
        _tag(kept, tags)
        journal.record("change-entry", kept, by=by)
    return kept


def remove_entry(*, by: Any, entry: Entry) -> None:
    with transaction.atomic():
        kept = _locked(entry)
        journal.record("remove-entry", kept, by=by)
        kept.delete()


def entry_of(profile: Profile, pk: int) -> Entry:
    if found := Entry.objects.filter(profile=profile, pk=pk).first():
        return found
    raise NotFound


def _locked(entry: Entry) -> Entry:
    if kept := Entry.objects.select_for_update(of=("self",)).filter(pk=entry.pk).first():
        return kept
    raise NotFound


def _lock(profile: Profile) -> None:
    Profile.objects.select_for_update(of=("self",), no_key=True).get(pk=profile.pk)


def _refuse_more(profile: Profile) -> None:
    if Entry.objects.filter(profile=profile).count() >= MOST:
        raise Conflict(_("A profile has room for %(most)s entries. Remove one first.") % {"most": MOST})


def _tag(entry: Entry, tags: Mapping[str, Collection[str]]) -> None:
    for name in TERMS:
        of_list = Term.objects.filter(list__in_force=True, list__name=name)
        getattr(entry, name).set(of_list.filter(slug__in=tags.get(name, ())))
    entry.concepts.set(Concept.objects.filter(in_force=True, slug__in=tags.get("concepts", ())))
