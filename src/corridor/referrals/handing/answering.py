"""Referrals answered by mail, without signing in: the hub that was asked takes or declines in one tap, or
replies with a question; those who look after the need reply with the answer, and so does the client."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from corridor.catalogue.slots.hours import in_words, zone_of_reader
from corridor.kernel.agenda import day_in_words
from corridor.kernel.errors import NotFound
from corridor.kernel.i18n.fields import best_text, clean_text
from corridor.people.models import Person
from corridor.post import actions as post
from corridor.post.answers import Choice, Purpose, ask, register_purpose, subject_of
from corridor.post.kinds import Kind, register_kind
from corridor.post.models import Question
from corridor.referrals.enums import ReferralState
from corridor.referrals.letters import carers_of, write_to_client, writers_of
from corridor.referrals.models import Referral, ReferralMessage

from . import reasons
from .letters import home_of

ASKED: Final = "referral"
QUESTION: Final = "referral-question"
FOR_CLIENT: Final = "referral-question-client"
TAKE: Final = Choice("take", gettext_lazy("We take it"))
DECLINE: Final = Choice("decline", gettext_lazy("We decline"))
CHOICES: Final = (TAKE, DECLINE)
DAYS: Final = 60
LONGEST: Final = 4000
SHOWN: Final = 1500  # characters of a need in a mail


def register() -> None:
    titles = {
        ASKED: gettext_lazy("A need is referred to your hub"),
        QUESTION: gettext_lazy("A question about a need"),
        FOR_CLIENT: gettext_lazy("A hub has a question"),
    }
    for name, title in titles.items():
        register_kind(Kind(name, title, f"referrals/mail/{name}", needs_answer=True, is_secret=True))
    # Without items of their own: ``waiting`` has one for every referral.
    register_purpose(Purpose(ASKED, CHOICES, _asked, _answered, DAYS, write=_hub_wrote, is_item=False))
    register_purpose(Purpose(QUESTION, (), _asked, days=DAYS, write=_home_wrote, is_item=False))
    register_purpose(Purpose(FOR_CLIENT, (), _asked, days=DAYS, write=_client_wrote, is_item=False))


def ask_hub(referral: Referral, answer: str = "") -> None:
    """Everybody who may answer for it; again with the ``answer`` to what they asked."""
    for person in writers_of(referral.hub_id):
        with override(person.language):
            _ask_hub(person, referral, answer)


def _ask_hub(person: Person, referral: Referral, answer: str) -> None:
    question = _question(ASKED, referral, person)
    choices = [{"label": str(one.label), "url": question.url_for(one.name)} for one in CHOICES]
    told = {"choices": choices, "answer": answer, "slot": _slot(referral, person)}
    _write(person, ASKED, referral, question, told | _facts(referral), referral.hub_id)


def _facts(referral: Referral) -> dict[str, Any]:
    """No contact of the client: a mail cannot be taken back."""
    need = referral.need
    return {
        "text": need.text[:SHOWN] + ("…" if len(need.text) > SHOWN else ""),
        "note": referral.note,
        "service": best_text(referral.service.title) if referral.service else "",
        "reasons": reasons.in_words(referral.because),
        "due": day_in_words(referral.due_on),
    }


def _slot(referral: Referral, person: Person) -> str:
    slot = referral.slot
    return in_words(slot.starts_at, slot.ends_at, zone_of_reader(person, referral.hub)) if slot else ""


def ask_home(referral: Referral, message: ReferralMessage) -> None:
    """The hub's question goes to those who look after the need, and to the client where it says so."""
    stops = referral.state == ReferralState.ASKED
    told = {"text": message.text, "free_reply": True, "stops": stops}
    for person in carers_of(referral.need):
        with override(person.language):
            question = _question(QUESTION, referral, person, message.pk)
            _write(person, QUESTION, referral, question, told, referral.need.hub_id)
    if message.for_client:
        ask_client(referral, message)


def ask_client(referral: Referral, message: ReferralMessage) -> None:
    client = getattr(referral.need, "client", None)
    if client is None or not client.email:
        return
    key = f"{FOR_CLIENT}:{message.pk}"
    to = {"address": client.email, "name": client.name, "language": referral.need.language}
    question = ask(purpose=FOR_CLIENT, about=referral, key=key, **to)
    told = {"hub": referral.hub.name, "text": message.text, "free_reply": True}
    write_to_client(referral.need, FOR_CLIENT, key=key, reply_to=question.reply_address, **told)


def _question(purpose: str, referral: Referral, person: Person, part: int | str = "") -> Question:
    key = f"{purpose}:{referral.pk}:{part or referral.version}:{person.pk}"
    return ask(purpose=purpose, about=referral, person=person, language=person.language, key=key)


def _write(
    person: Person,
    name: str,
    referral: Referral,
    question: Question,
    told: dict[str, Any],
    hub_id: int | None,
) -> None:
    """In the active language, which is theirs."""
    need = referral.need
    home = home_of(need)
    names = {"need": need.title, "hub": referral.hub.name}
    names["home"] = best_text(home) if isinstance(home, dict) else home
    post.tell(
        person=person,
        kind=name,
        context=names | told,
        key=question.key,
        about=need,
        url=reverse("referrals:referral", args=[referral.pk]),
        hub_id=hub_id,
        group_id=need.group_id,
        reply_to=question.reply_address,
    )


def _asked(question: Question) -> str:
    referral = _referral(question)
    if question.purpose == ASKED:
        return _("Does %(hub)s help with “%(need)s”?") % {"hub": referral.hub.name, "need": referral.need}
    return _("%(hub)s asks about “%(need)s”.") % {"hub": referral.hub.name, "need": referral.need}


def _answered(*, question: Question, choice: str, by: Any) -> str:
    from . import actions

    referral = _referral(question)
    if by is None:
        raise NotFound
    if choice == TAKE.name:
        actions.take_referral(by=by, referral=referral)
        return _("Thank you. %(home)s is told that you take it.") % {"home": _name(referral)}
    actions.decline_referral(by=by, referral=referral)
    address = settings.BASE_URL + reverse("referrals:referral", args=[referral.pk])
    return _("Thank you. Please say why, or name a better hub, on this page: %(address)s") % {
        "address": address
    }


def _hub_wrote(*, question: Question, text: str, by: Any) -> None:
    from . import actions

    if by is None:
        raise NotFound
    actions.ask_question(by=by, referral=_referral(question), text=_clean(text))


def _home_wrote(*, question: Question, text: str, by: Any) -> None:
    from . import actions

    if by is None:
        raise NotFound
    actions.answer_question(_referral(question), _clean(text), by=by)


def _client_wrote(*, question: Question, text: str, by: Any) -> None:
    from . import actions

    actions.answer_question(_referral(question), _clean(text), client=True)


def _clean(text: str) -> str:
    return clean_text(text.replace("\r\n", "\n"))[:LONGEST]


def _name(referral: Referral) -> str:
    home = home_of(referral.need)
    return best_text(home) if isinstance(home, dict) else str(home)


def _referral(question: Question) -> Referral:
    referral = subject_of(question)
    if not isinstance(referral, Referral):
        raise NotFound
    return referral
