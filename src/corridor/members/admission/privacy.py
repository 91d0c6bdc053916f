"""What applications, claims and invitations hold about people, and how long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel.privacy import Personal, register_tables
from corridor.kernel.traces import ERASED, Traces

from .enums import ApplicationState, ClaimState
from .models import TIME_TO_CONFIRM, Application, Claim, CriterionAnswer, FollowKey, Invitation, Message

KEPT: Final = timedelta(days=365)
INVITATIONS_KEPT: Final = timedelta(days=180)
SENDER = ("name", "email", "position", "language", "consent", "why", "state", "created_at", "confirmed_at")
OUTSIDE_COLUMNS: Final = {
    "name": _("who writes for the hub"),
    "email": _("to confirm, to ask and to answer"),
    "position": _("what the sender does in the hub"),
    "consent": _("the words that the sender agreed to"),
    "why": _("what the sender wrote"),
}
DECIDED_BY: Final = {"decided_by": _("who decided; that is about somebody else")}
READERS = _("the moderators and the support team of the group")


def _of(model: Any, person: Any) -> Any:
    return model.objects.filter(email__iexact=person.email).order_by("id")


def export_applications(person: Any) -> Iterable[Mapping[str, Any]]:
    about = ("hub_name", "hub_title", "hub_website")
    return list(_of(Application, person).values(*SENDER, *about, to_group=F("group__slug")))


def erase_applications(person: Any) -> None:
    """Whoever is erased no longer applies; what was decided stays with the group, without the person."""
    mine = _of(Application, person)
    CriterionAnswer.objects.filter(application__in=mine).update(answer="", note="")
    Message.objects.filter(application__in=mine).update(text=ERASED)
    FollowKey.objects.filter(application__in=mine).delete()
    open_ones = Q(state__in=(ApplicationState.UNCONFIRMED, ApplicationState.OPEN, ApplicationState.ASKED))
    mine.filter(open_ones).update(state=ApplicationState.WITHDRAWN, decided_at=timezone.now())
    mine.update(name=ERASED, email=_nobody(person), position="", why=ERASED)


def export_claims(person: Any) -> Iterable[Mapping[str, Any]]:
    return list(_of(Claim, person).values(*SENDER, "reason", for_hub=F("hub__name")))


def erase_claims(person: Any) -> None:
    mine = _of(Claim, person)
    FollowKey.objects.filter(claim__in=mine).delete()
    open_ones = Q(state__in=(ClaimState.UNCONFIRMED, ClaimState.OPEN))
    mine.filter(open_ones).update(state=ClaimState.WITHDRAWN, decided_at=timezone.now())
    mine.update(name=ERASED, email=_nobody(person), position="", why=ERASED, reason="")


def export_messages(person: Any) -> Iterable[Mapping[str, Any]]:
    """What the person wrote as a moderator, and what was said about an application of their own."""
    mine = Q(by=person) | Q(application__email__iexact=person.email)
    return list(Message.objects.filter(mine).order_by("id").values("kind", "text", "at"))


def export_answers(person: Any) -> Iterable[Mapping[str, Any]]:
    answers = CriterionAnswer.objects.filter(application__email__iexact=person.email).order_by("id")
    return list(answers.values("text", "answer"))


def export_invitations(person: Any) -> Iterable[Mapping[str, Any]]:
    mine = Q(email__iexact=person.email) | Q(invited_by=person)
    shown = ("email", "role", "note", "created_at", "accepted_at", "revoked_at")
    return list(Invitation.objects.filter(mine).order_by("id").values(*shown))


def erase_invitations(person: Any) -> None:
    Invitation.objects.filter(email__iexact=person.email).update(email=_nobody(person), note="")
    mine = Invitation.objects.filter(invited_by=person)
    mine.filter(accepted_at=None, revoked_at=None).update(revoked_at=timezone.now())
    mine.update(note="")


def _nobody(person: Any) -> str:
    return f"erased-{person.pk}@erased.invalid"


def nothing(person: Any) -> Iterable[Mapping[str, Any]]:
    """Goes with the application that it belongs to."""
    return ()


def leave(person: Any) -> None:
    """As above."""


def expire_applications() -> int:
    """Never confirmed for a week, or decided a year ago."""
    return _expire(Application, ApplicationState.UNCONFIRMED)


def expire_claims() -> int:
    return _expire(Claim, ClaimState.UNCONFIRMED)


def _expire(model: Any, unconfirmed: str) -> int:
    now = timezone.now()
    never = Q(state=unconfirmed, created_at__lt=now - TIME_TO_CONFIRM)
    old = model.objects.filter(never | Q(decided_at__lt=now - KEPT))
    gone = old.count()
    old.delete()
    return int(gone)


def expire_invitations() -> int:
    old = Invitation.objects.filter(expires_at__lt=timezone.now() - INVITATIONS_KEPT)
    gone = old.count()
    old.delete()
    return gone


def sweep_messages(words: frozenset[str]) -> None:
    traces = Traces(words)
    for message in traces.rows_of(Message.objects.all(), "text").iterator():
        if traces.are_in(message.text):
            Message.objects.filter(pk=message.pk).update(text=ERASED)


def sweep_answers(words: frozenset[str]) -> None:
    traces = Traces(words)
    for answer in traces.rows_of(CriterionAnswer.objects.all(), "answer", "note").iterator():
        kept = {name: getattr(answer, name) for name in ("answer", "note")}
        CriterionAnswer.objects.filter(pk=answer.pk).update(**traces.without(kept))


TABLES = (
    Personal(
        model="members.Application",
        title=_("Applications that you sent"),
        columns=OUTSIDE_COLUMNS
        | {
            "hub_name": _("the hub that applies"),
            "hub_title": _("the hub that applies"),
            "hub_website": _("the hub that applies"),
        },
        withheld=DECIDED_BY,
        basis="consent",
        kept=_("seven days where it was never confirmed, otherwise a year after the decision"),
        seen_by=READERS,
        export=export_applications,
        erase=erase_applications,
        expire=expire_applications,
        keep_for=KEPT,
    ),
    Personal(
        model="members.CriterionAnswer",
        title=_("Answers in your applications"),
        columns={"answer": _("how the hub meets a criterion")},
        withheld={"note": _("notes of the moderators for each other"), "text": _("the criterion")},
        basis="consent",
        kept=_("as long as the application"),
        seen_by=READERS,
        export=export_answers,
        erase=leave,
        sweep=sweep_answers,
    ),
    Personal(
        model="members.Message",
        title=_("Messages about applications"),
        columns={
            "text": _("what the moderators and the applicant say to each other"),
            "by": _("which moderator wrote"),
        },
        basis="consent",
        kept=_("as long as the application"),
        seen_by=READERS,
        export=export_messages,
        erase=leave,
        sweep=sweep_messages,
    ),
    Personal(
        model="members.Claim",
        title=_("Claims to act for a hub"),
        columns=OUTSIDE_COLUMNS | {"reason": _("why it was declined")},
        withheld=DECIDED_BY,
        basis="consent",
        kept=_("seven days where it was never confirmed, otherwise a year after the decision"),
        seen_by=_("the hub’s editors, or the moderators of its groups"),
        export=export_claims,
        erase=erase_claims,
        expire=expire_claims,
        keep_for=KEPT,
    ),
    Personal(
        model="members.Invitation",
        title=_("Invitations"),
        columns={
            "email": _("whom the invitation is for"),
            "note": _("what the inviter wrote"),
            "invited_by": _("who invited"),
            "accepted_by": _("who accepted"),
        },
        withheld={"revoked_by": _("who revoked it; that may be somebody else")},
        basis="legitimate interest",
        kept=_("180 days after it has expired"),
        seen_by=_("the hub’s editors, or the moderators of the group"),
        export=export_invitations,
        erase=erase_invitations,
        expire=expire_invitations,
        keep_for=INVITATIONS_KEPT,
    ),
)


def register() -> None:
    register_tables(TABLES)
