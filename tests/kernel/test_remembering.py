"""What was made once is shown again: to the same kind of reader, of the same rows, and never without end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.test import RequestFactory
from django.utils import timezone
from django.utils.translation import override

from corridor.kernel.audience import VISITOR, Viewer
from corridor.kernel.remembering import Asked, Memory, asked, fingerprint
from corridor.vocab.models import Country

OURS, THEIRS = 7, 8
ANNA = Viewer(
    1, frozenset({10}), frozenset({3}), frozenset({OURS, THEIRS}), frozenset(), frozenset({OURS}), True
)
ROW = "(select sum(hash_record_extended(row(c.ctid, c.xmin), 0)) from vocab_country c where c.code = 'NO')"


def of(path: str = "/en/") -> Asked:
    return Asked(path, "", VISITOR, frozenset(), "en", "UTC", date(2026, 3, 12))


def reader(viewer: Viewer, address: str = "/en/tides/decisions/?page=2"):
    request = RequestFactory().get(address)
    request.viewer = viewer
    return request


def test_the_oldest_are_forgotten_where_there_are_too_many_or_they_are_too_large():
    few = Memory(most=2)
    for name in ("one", "two"):
        few.put((name, of()), (1,), name)
    assert few.get(("one", of()), (1,)) == "one"
    few.put(("three", of()), (1,), "three")
    assert [few.get((name, of()), (1,)) for name in ("one", "two", "three")] == ["one", None, "three"]
    small = Memory(largest=10_000)
    for n in range(50):
        small.put((str(n), of("/en/" + "x" * 100)), (1,), "y" * 1000)
        assert small.size <= 10_000
    assert 0 < len(small) < 10
    for _again in range(50):
        small.put(("49", of()), (1,), "y" * 1000)
    assert 0 < len(small) < 10
    small.clear()
    assert (small.size, len(small)) == (0, 0)


def test_what_was_made_of_other_rows_is_not_shown_and_makes_room():
    memory = Memory()
    memory.put(("page", of()), (1,), "old")
    assert memory.get(("page", of()), (2,)) is None
    memory.put(("page", of()), (2,), "new")
    assert (memory.get(("page", of()), (1,)), memory.get(("page", of()), (2,)), len(memory)) == (
        None,
        "new",
        1,
    )


def test_readers_share_what_they_see_alike_in_this_group():
    """Whose hub it is and what they are elsewhere does not matter; whether they belong does."""
    colleague = Viewer(
        2, frozenset({11}), frozenset(), frozenset({OURS}), frozenset(), frozenset({OURS}), True
    )
    assert asked(reader(ANNA), OURS) == asked(reader(colleague), OURS)
    assert asked(reader(ANNA), OURS) != asked(reader(ANNA), THEIRS)
    assert asked(reader(ANNA), THEIRS) != asked(reader(colleague), THEIRS)
    assert asked(reader(VISITOR), OURS) not in (asked(reader(ANNA), OURS), asked(reader(ANNA), THEIRS))
    assert asked(reader(ANNA), OURS, {"leads"}) != asked(reader(ANNA), OURS)
    assert asked(reader(ANNA), OURS) != asked(reader(ANNA, "/en/tides/decisions/?page=3"), OURS)
    assert asked(reader(ANNA), OURS) != asked(reader(ANNA, "/en/tides/actions/?page=2"), OURS)


def test_language_zone_and_day_keep_pages_apart():
    with override("fr"):
        french = asked(reader(ANNA), OURS)
    assert french != asked(reader(ANNA), OURS)
    with timezone.override("Pacific/Kiritimati"):
        east = asked(reader(ANNA), OURS)
    with timezone.override("Pacific/Pago_Pago"):
        west = asked(reader(ANNA), OURS)
    assert east.today > west.today, "25 hours apart"
    assert east != replace(west, zone=east.zone) != replace(east, zone=west.zone) != east


def test_nothing_else_of_the_reader_can_get_into_it():
    request = reader(ANNA)
    request.user, request.session = "anna", {}
    part = asked(request, OURS)
    assert [name for name in ("user", "session", "COOKIES", "META") if hasattr(part, name)] == []
    assert (part.viewer.person_id, part.viewer.hubs, part.GET["page"]) == (None, frozenset(), "2")


@pytest.mark.django_db
def test_a_fingerprint_changes_with_every_change_and_with_nothing_else():
    seen = [fingerprint(ROW)]
    assert fingerprint(ROW) == seen[0]
    for name in ("Norge", "Noreg", "Norge"):
        Country.objects.filter(code="NO").update(catalogue_name=name)
        seen.append(fingerprint(ROW))
    Country.objects.filter(code="SE").update(catalogue_name="Sverige")
    assert fingerprint(ROW) == seen[-1]
    assert len(set(seen)) == len(seen), "also where what was said before is said again"
