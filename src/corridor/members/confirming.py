"""Once a year each hub's editors are asked whether its profile is still right; they answer by one tap, or
by replying to the mail, without signing in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from corridor.kernel.errors import NotFound
from corridor.post.actions import tell
from corridor.post.answers import Choice, Purpose, ask, register_purpose, subject_of
from corridor.post.kinds import Kind, register_kind
from corridor.post.models import Question

from .models import Hub, Seat
from .queries import hub_for_editing, memberships_today
from .upkeep.actions import confirm_hub
from .upkeep.queries import EDITORS, oldest_confirmation

NAME = "profile-still-right"
STILL_RIGHT = Choice("yes", gettext_lazy("Yes, it is still right"))
NEEDS_CHANGES = Choice("no", gettext_lazy("No, it needs changes"))


def register() -> None:
    title = gettext_lazy("Is this profile still right?")
    register_kind(Kind(NAME, title, "members/mail/profile-still-right", needs_answer=True, is_secret=True))
    choices = (STILL_RIGHT, NEEDS_CHANGES)
    # Without an item of its own: ``upkeep`` has one for every stale profile.
    register_purpose(Purpose(NAME, choices, _asked, _answered, days=28, is_item=False))


def ask_about_profiles() -> int:
    """Ask every editor of a hub that nobody confirmed for a year, once a month; how many were asked."""
    month = timezone.localdate().strftime("%Y-%m")
    return sum(ask_one(seat, month) for seat in _seats_to_ask().iterator())


def _seats_to_ask() -> QuerySet[Seat]:
    seats = Seat.objects.current().filter(
        role__in=EDITORS, person__is_active=True, hub__in=memberships_today().values("hub_id")
    )
    stale = seats.annotate(sure=Coalesce("hub__confirmed_at", "hub__created_at"))
    found: QuerySet[Seat] = stale.filter(sure__lt=oldest_confirmation()).select_related("person", "hub")
    return found.order_by("person_id", "hub_id", "pk")


def ask_one(seat: Seat, month: str) -> int:
    """Ask one editor about one hub, once for each ``month``."""
    person, hub = seat.person, seat.hub
    key = f"{NAME}:{hub.pk}:{person.pk}:{month}"
    if Question.objects.filter(key=key).exists():
        return 0
    with transaction.atomic(), override(person.language):
        question = ask(purpose=NAME, about=hub, person=person, language=person.language, key=key)
        tell(
            person=person,
            kind=NAME,
            context=_context(hub, question),
            key=key,
            about=hub,
            url=reverse("portal:hub", args=[hub.slug]),
            hub_id=hub.pk,
            reply_to=question.reply_address,
        )
    return 1


def _context(hub: Hub, question: Question) -> dict[str, Any]:
    choices = [
        {"label": str(choice.label), "url": question.url_for(choice.name)}
        for choice in (STILL_RIGHT, NEEDS_CHANGES)
    ]
    return {"hub": hub.name, "choices": choices}


def _asked(question: Question) -> str:
    hub = subject_of(question)
    return _("Is the profile of %(hub)s still right?") % {"hub": hub}


def _answered(*, question: Question, choice: str, by: Any) -> str:
    """Only somebody who still edits the hub has a say; whoever left meanwhile finds nothing."""
    hub = subject_of(question)
    if by is None or not isinstance(hub, Hub):
        raise NotFound
    hub = hub_for_editing(by, hub.slug)
    if choice == STILL_RIGHT.name:
        confirm_hub(by=by, hub=hub)
        return _("Thank you. The profile counts as confirmed from today.")
    address = settings.BASE_URL + reverse("members:edit-hub", args=[hub.slug])
    return _("Thank you. Please sign in and edit the profile: %(address)s") % {"address": address}
