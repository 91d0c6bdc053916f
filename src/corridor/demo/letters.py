"""Mail in the demo: a question that Anna can answer by one tap, a summary's news, her calendar's address.

All of it goes through the outbox; without a mail server it is read in the development mailbox.
"""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import override

from corridor.members.confirming import ask_one
from corridor.members.models import Seat
from corridor.people.models import Person
from corridor.post.actions import tell
from corridor.post.enums import Rhythm
from corridor.post.feeds import feed_of, open_feed
from corridor.post.wishes import choose_rhythm

from .contacts import ANNA, BRAM


def fill_in_letters(is_due: Callable[[str], bool]) -> int:
    """What the demo has never had; ``is_due`` says so by name. Returns how many letters and notices."""
    people = {person.email: person for person in Person.objects.filter(email__in=[ANNA, BRAM])}
    anna, bram = people.get(ANNA), people.get(BRAM)
    made = 0
    if anna and is_due("letters:profile"):
        made += _ask_anna(anna)
    if bram and is_due("letters:welcome"):
        made += _welcome(bram)
    return made


def _ask_anna(anna: Person) -> int:
    seat = Seat.objects.current().filter(person=anna).select_related("person", "hub").first()
    if feed_of(anna) is None:
        open_feed(by=anna)
    return ask_one(seat, "demo") if seat else 0


def _welcome(bram: Person) -> int:
    choose_rhythm(by=bram, person=bram, rhythm=Rhythm.DAILY)
    with override(bram.language):
        url = reverse("post:wishes")
    tell(person=bram, kind="welcome-to-mail", context={}, key="demo", url=url)
    return 1
