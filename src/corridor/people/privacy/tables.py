"""What the tables of this room and of the frameworks beneath it hold about people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel.privacy import Personal, register_tables
from corridor.kernel.traces import ERASED

from .models import Consent

WITHDRAWN_KEPT: Final = timedelta(days=3 * 365)
OPERATION_KEPT: Final = timedelta(days=2 * 365)
IMPERSONAL = {
    "people.Person_groups": "unused: what people may do follows from seats and roles",
    "people.Person_user_permissions": "unused, as above",
    "auth.Permission": "names of permissions",
    "auth.Group": "unused",
    "procrastinate.ProcrastinateJob": "names of jobs and ids of records; a job never carries what they say",
    "procrastinate.ProcrastinatePeriodicDefer": "names of jobs",
}
ACCOUNT_COLUMNS = {
    "email": _("to sign in and to write to you"),
    "name": _("so that others know with whom they work"),
    "language": _("the language in which we write to you"),
    "time_zone": _("so that a time is told as it is where you are"),
    "joined_at": _("since when you have an account"),
    "last_login": _("so that you notice a sign-in that was not yours"),
}


# The account itself


def export_account(person: Any) -> Iterable[Mapping[str, Any]]:
    yield {"uid": person.uid, "is_active": person.is_active} | {
        name: getattr(person, name) for name in ACCOUNT_COLUMNS
    }


def erase_account(person: Any) -> None:
    """The row stays, so that minutes and journal keep their references; nobody is in it any more."""
    person.email, person.name = f"erased-{person.uid}@invalid", "Erased person"
    person.language, person.time_zone = "en", "Europe/Brussels"
    person.set_unusable_password()
    person.is_active = person.is_staff = person.is_superuser = False
    person.last_login = None
    person.erased_at = person.erased_at or timezone.now()
    person.save()


# Consent


def export_consents(person: Any) -> Iterable[Mapping[str, Any]]:
    shown = ("purpose", "text", "language", "given_at", "withdrawn_at")
    return list(Consent.objects.of(person).order_by("id").values(*shown))


def erase_consents(person: Any) -> None:
    Consent.objects.of(person).delete()


def expire_consents() -> int:
    gone, _tables = Consent.objects.filter(withdrawn_at__lt=timezone.now() - WITHDRAWN_KEPT).delete()
    return int(gone)


# Sessions


def sessions_of(person: Any) -> list[Session]:
    """A session says in its signed content whose it is, so all that live are looked at."""
    live = Session.objects.filter(expire_date__gt=timezone.now()).iterator()
    return [session for session in live if session.get_decoded().get(SESSION_KEY) == str(person.pk)]


def export_sessions(person: Any) -> Iterable[Mapping[str, Any]]:
    return [
        {"session_data": "signed in", "expire_date": session.expire_date} for session in sessions_of(person)
    ]


def erase_sessions(person: Any) -> None:
    Session.objects.filter(pk__in=[session.pk for session in sessions_of(person)]).delete()


def expire_sessions() -> int:
    gone, _tables = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return int(gone)


# The operator's tables


def export_operation(person: Any) -> Iterable[Mapping[str, Any]]:
    entries = LogEntry.objects.filter(user=person).order_by("id")
    return entries.values("action_time", "action_flag", "content_type__model", "object_id")


def erase_operation(person: Any) -> None:
    """What was done to the account; what others' rows are called there goes by ``sweep_operation``."""
    about = LogEntry.objects.filter(
        content_type__app_label="people", content_type__model="person", object_id=str(person.pk)
    )
    about.update(object_repr=ERASED, change_message="")


def sweep_operation(words: frozenset[str]) -> None:
    held = Q()
    for word in words:
        held |= Q(object_repr__icontains=word) | Q(change_message__icontains=word)
    LogEntry.objects.filter(held).update(object_repr=ERASED, change_message="")


def expire_operation() -> int:
    gone, _tables = LogEntry.objects.filter(action_time__lt=timezone.now() - OPERATION_KEPT).delete()
    return int(gone)


TABLES = (
    Personal(
        model="people.Person",
        title=_("Your account"),
        columns=ACCOUNT_COLUMNS,
        withheld={"password": _("only its digest is kept, which is of no use to anybody")},
        basis="contract",
        kept=_("until you erase your account"),
        seen_by=_("people of your groups see your name; the operator sees all of it"),
        export=export_account,
        erase=erase_account,
        traces=("email", "name"),
    ),
    Personal(
        model="people.Consent",
        title=_("What you agreed to"),
        columns={
            "person": _("who agreed"),
            "text": _("the words that you saw"),
            "language": _("the language of these words"),
            "given_at": _("when you agreed"),
            "withdrawn_at": _("when you took it back"),
        },
        basis="obligation",
        kept=_("three years after you took it back"),
        seen_by=_("you and the operator"),
        export=export_consents,
        erase=erase_consents,
        expire=expire_consents,
        keep_for=WITHDRAWN_KEPT,
    ),
    Personal(
        model="sessions.Session",
        title=_("Being signed in"),
        columns={"session_data": _("so that you need not sign in on every page")},
        basis="contract",
        kept=_("until you sign out, at most two weeks"),
        seen_by=_("nobody on any page; the operator could look into the database"),
        export=export_sessions,
        erase=erase_sessions,
        expire=expire_sessions,
        keep_for=timedelta(),
    ),
    Personal(
        model="admin.LogEntry",
        title=_("Acts of the operator"),
        columns={"user": _("which operator did it")},
        basis="legitimate interest",
        kept=_("two years"),
        seen_by=_("the operator"),
        export=export_operation,
        erase=erase_operation,
        sweep=sweep_operation,
        expire=expire_operation,
        keep_for=OPERATION_KEPT,
    ),
)


def register() -> None:
    register_tables(TABLES, IMPERSONAL)
