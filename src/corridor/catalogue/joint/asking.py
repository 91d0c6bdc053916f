"""Asking the other hubs of a joint service, by mail and without signing in. A question is about one version:
what changed since is asked anew."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from corridor.catalogue.contents import LABELS, proposed_contents
from corridor.catalogue.letters import choices_of, kind, stamp, tell_one, writers_of
from corridor.catalogue.models import CoProvider, Service
from corridor.kernel.errors import Conflict, NotFound
from corridor.kernel.i18n.fields import best_text
from corridor.members.models import Hub
from corridor.people.models import Person
from corridor.post.answers import Choice, Purpose, ask, register_purpose, subject_of
from corridor.post.kinds import register_kind
from corridor.post.models import Question

from .queries import changed_since_agreement

NAME: Final = "joint-service"
AGREE: Final = Choice("agree", gettext_lazy("Agree"))
DECLINE: Final = Choice("decline", gettext_lazy("Decline"))
CHOICES: Final = (AGREE, DECLINE)


def register() -> None:
    title = gettext_lazy("Does your hub provide this service as well?")
    register_kind(kind(NAME, title, needs_answer=True, is_secret=True))
    # Without an item of its own: ``waiting`` has one for every service.
    register_purpose(Purpose(NAME, CHOICES, _asked, _answered, days=60, is_item=False))


def ask_co_providers(kept: Service) -> bool:
    """Ask each hub that did not agree to what a locked service would say; whether one has to answer."""
    rows = _rows_of(kept)
    asked = [row for row in rows if not row.agreed or changed_since_agreement(row, kept)]
    for row in asked:
        _put_question(row, kept)
    return bool(asked)


def _rows_of(kept: Service) -> list[CoProvider]:
    """Of the hubs that it would have; of those that it would lose, no answer is needed."""
    slugs = proposed_contents(kept)["co_providers"]
    others = kept.co_providers.exclude(hub__slug__in=slugs)
    others.filter(is_proposed=True).delete()
    others.update(asked_version=None)
    known = kept.co_providers.values("hub")
    new = Hub.objects.filter(slug__in=slugs).exclude(pk__in=known).exclude(pk=kept.hub_id)
    CoProvider.objects.bulk_create(CoProvider(service=kept, hub=hub, is_proposed=True) for hub in new)
    return list(kept.co_providers.filter(hub__slug__in=slugs).select_related("hub"))


def _put_question(row: CoProvider, kept: Service) -> None:
    row.asked_version, row.asked_at = kept.version, timezone.now()
    row.declined_version, row.why_not = None, ""
    if not row.agreed:
        row.agreed = row.answered_at = row.answered_by = None
    row.save()
    row.service = kept
    for person in writers_of(row.hub_id):
        with override(person.language):
            _write_to(person, row, kept)


def _write_to(person: Person, row: CoProvider, kept: Service) -> None:
    question = ask(purpose=NAME, about=row, person=person, language=person.language, key=_key(row, person))
    changed = changed_since_agreement(row, kept) if row.agreed else []
    tell_one(
        person,
        NAME,
        kept,
        key=question.key,
        url=page_of_agreement(kept),
        reply_to=question.reply_address,
        co_provider=row.hub.name,
        choices=choices_of(question, CHOICES),
        changed=", ".join(str(LABELS[name]) for name in changed),
    )


def _key(row: CoProvider, person: Person) -> str:
    return f"{NAME}:{row.pk}:{row.asked_version}:{stamp(row.asked_at)}:{person.pk}"


def page_of_agreement(service: Service) -> str:
    return reverse("catalogue:agreement", args=[service.hub.slug, service.slug])


def close_questions(service: Service, *rows: CoProvider) -> None:
    """Nobody needs to answer any more what one of their hub has answered, or what was taken back."""
    about = rows or service.co_providers.all()
    still = Question.objects.filter(purpose=NAME, about_id__in=[str(one.pk) for one in about])
    still.filter(answered_at=None, closed_at=None).update(closed_at=timezone.now())


def _asked(question: Question) -> str:
    row = _row(question)
    names = {"hub": row.hub.name, "owner": row.service.hub.name, "service": best_text(row.service.title)}
    return _("Does %(hub)s provide “%(service)s” together with %(owner)s?") % names


def _answered(*, question: Question, choice: str, by: Any) -> str:
    from .actions import answer_as_co_provider

    row = _row(question)
    if by is None:
        raise NotFound
    if question.key != _key(row, by):
        raise Conflict(
            _("This has changed since you were asked. You were asked again, or nobody needs to be.")
        )
    answer_as_co_provider(
        by=by, co_provider=row, asked_version=row.asked_version or 0, agrees=choice == AGREE.name
    )
    if choice == AGREE.name:
        return _("Thank you. %(hub)s agreed.") % {"hub": row.hub.name}
    address = settings.BASE_URL + page_of_agreement(row.service)
    return _("Thank you. If you like, say why on this page: %(address)s") % {"address": address}


def _row(question: Question) -> CoProvider:
    row = subject_of(question)
    if not isinstance(row, CoProvider):
        raise NotFound
    return row
