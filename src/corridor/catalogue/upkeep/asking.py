"""Once before a service counts as stale and once when it does, those who write it are asked whether it is
still right; they answer by one tap, or by replying, without signing in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from corridor.catalogue.actions import confirm_service, withdraw_service
from corridor.catalogue.enums import ASK_BEFORE_DAYS
from corridor.catalogue.letters import choices_of, kind, tell_one, writers_of
from corridor.catalogue.models import Service
from corridor.catalogue.rules import writes_for
from corridor.kernel.errors import NotFound
from corridor.kernel.i18n.fields import best_text
from corridor.people.models import Person
from corridor.post.answers import Choice, Purpose, ask, register_purpose, subject_of
from corridor.post.kinds import register_kind
from corridor.post.models import Question

NAME: Final = "service-still-right"
STILL_RIGHT: Final = Choice("yes", gettext_lazy("Yes, it is still right"))
EDIT: Final = Choice("edit", gettext_lazy("It needs changes"))
WITHDRAW: Final = Choice("withdraw", gettext_lazy("Withdraw the service"))
CHOICES: Final = (STILL_RIGHT, EDIT, WITHDRAW)


def register() -> None:
    title = gettext_lazy("Is this service still right?")
    register_kind(kind(NAME, title, needs_answer=True, is_secret=True))
    # Without an item of its own: ``waiting`` has one for every stale service.
    register_purpose(Purpose(NAME, CHOICES, _asked, _answered, days=60, is_item=False))


def ask_about_services(today: date | None = None) -> int:
    """Whoever was asked is not asked again; how many letters were written."""
    day = today or timezone.localdate()
    due = Service.objects.offered().filter(good_until__lte=day + timedelta(days=ASK_BEFORE_DAYS))
    found = due.select_related("hub").order_by("pk")
    return sum(_ask_about(service, day) for service in found.iterator())


def _ask_about(service: Service, day: date) -> int:
    stage = "stale" if service.is_stale(day) else "soon"
    return sum(_ask_one(service, person, stage) for person in writers_of(service.hub_id))


def _ask_one(service: Service, person: Person, stage: str) -> int:
    key = f"{NAME}:{service.pk}:{service.good_until}:{stage}:{person.pk}"
    if Question.objects.filter(key=key).exists():
        return 0
    with transaction.atomic(), override(person.language):
        question = ask(purpose=NAME, about=service, person=person, language=person.language, key=key)
        tell_one(
            person,
            NAME,
            service,
            key=key,
            url=reverse("catalogue:service", args=[service.hub.slug, service.slug]),
            reply_to=question.reply_address,
            choices=choices_of(question, CHOICES),
            is_stale=stage == "stale",
            until=service.good_until,
            confirmed=timezone.localdate(service.confirmed_at) if service.confirmed_at else "",
        )
    return 1


def _asked(question: Question) -> str:
    service = _service(question)
    names = {"service": best_text(service.title), "hub": service.hub.name}
    return _("Is “%(service)s” of %(hub)s still right?") % names


def _answered(*, question: Question, choice: str, by: Any) -> str:
    """Only somebody who still writes for the hub has a say; whoever left meanwhile finds nothing."""
    service = _service(question)
    if by is None or not writes_for(by, service.hub_id):
        raise NotFound
    if choice == EDIT.name:
        return _("Thank you. Please sign in and edit it: %(address)s") % {"address": _edit_page(service)}
    if choice == WITHDRAW.name:
        withdraw_service(by=by, service=service)
        said = _("It is withdrawn. Its page and its history stay; you can offer it again.")
    else:
        confirm_service(by=by, service=service)
        said = _("Thank you. The service counts as confirmed from today.")
    _close_others(question)
    return said


def _close_others(question: Question) -> None:
    """Colleagues, and whoever was asked earlier, need not answer any more."""
    others = Question.objects.filter(purpose=NAME, about_id=question.about_id).exclude(pk=question.pk)
    others.filter(answered_at=None, closed_at=None).update(closed_at=timezone.now())


def _edit_page(service: Service) -> str:
    return settings.BASE_URL + reverse("catalogue:edit-service", args=[service.hub.slug, service.slug])


def _service(question: Question) -> Service:
    service = subject_of(question)
    if not isinstance(service, Service):
        raise NotFound
    return service
