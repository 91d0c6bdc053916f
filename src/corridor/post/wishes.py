"""How often somebody wants mail, and how they say so: on their page, or by one click without signing in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from corridor.kernel import journal
from corridor.people.models import Person

from .enums import Obstacle, Rhythm
from .models import MailWish, Suppression


@dataclass(frozen=True)
class Subscription:
    """Mail that somebody ordered besides: whether it runs, how it stops, how it goes on."""

    runs: Callable[[Person], bool]
    stop: Callable[[Person], None]
    go_on: Callable[[Person], None]


_SUBSCRIPTIONS: list[Subscription] = []


def register_subscription(
    runs: Callable[[Person], bool], stop: Callable[[Person], None], go_on: Callable[[Person], None]
) -> None:
    """What the link at the end of a mail stops as well, and what undoing that brings back."""
    _SUBSCRIPTIONS.append(Subscription(runs, stop, go_on))


def rhythm_of(person: Person) -> Rhythm:
    found = MailWish.objects.filter(person=person).values_list("rhythm", flat=True).first()
    return Rhythm(found or Rhythm.NEEDED)


def choose_rhythm(*, by: Person | None, person: Person, rhythm: Rhythm) -> MailWish:
    """``by`` is empty where it came from a link in a mail."""
    with transaction.atomic():
        MailWish.objects.get_or_create(person=person)
        wish = MailWish.objects.select_for_update().get(person=person)
        if wish.rhythm == rhythm:
            return wish
        before = wish.rhythm
        wish.rhythm, wish.before_unsubscribing = rhythm, before if by is None else ""
        # What has happened so far was told, or was not wanted: a new rhythm begins with what comes now.
        wish.save(update_fields=["rhythm", "before_unsubscribing"])
        journal.record("choose-rhythm", wish, by=by, before={"rhythm": before}, after={"rhythm": rhythm})
    return wish


def unsubscribe(*, person: Person | None, address: str) -> None:
    """No more mail except what needs an answer; for an address without account, no more news."""
    if person:
        with transaction.atomic():
            choose_rhythm(by=None, person=person, rhythm=Rhythm.NEEDED)
            for one in _SUBSCRIPTIONS:
                one.stop(person)
        return
    Suppression.objects.get_or_create(address=address.lower(), obstacle=Obstacle.UNSUBSCRIBED, lifted_at=None)


def subscribe_again(*, person: Person | None, address: str) -> None:
    """Undo what the link in the mail did."""
    if person:
        wish = MailWish.objects.filter(person=person).first()
        if wish and wish.before_unsubscribing:
            choose_rhythm(by=None, person=person, rhythm=Rhythm(wish.before_unsubscribing))
        for one in _SUBSCRIPTIONS:
            one.go_on(person)
        return
    gone = Suppression.objects.filter(address__iexact=address, obstacle=Obstacle.UNSUBSCRIBED, lifted_at=None)
    gone.update(lifted_at=timezone.now())


def is_unsubscribed(*, person: Person | None, address: str) -> bool:
    if person:
        return rhythm_of(person) == Rhythm.NEEDED and not any(one.runs(person) for one in _SUBSCRIPTIONS)
    return Suppression.objects.filter(
        address__iexact=address, obstacle=Obstacle.UNSUBSCRIBED, lifted_at=None
    ).exists()
