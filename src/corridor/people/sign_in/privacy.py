"""What allauth's tables hold about people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel.privacy import Personal, register_tables

Rows = Iterable[Mapping[str, Any]]
UNTIL_REMOVED: Final = _("until you remove it, or erase your account")
ONLY_YOU: Final = _("only you")
IMPERSONAL: Final = {
    "account.EmailConfirmation": "unused: links in mails carry a signature in its place",
    "socialaccount.SocialApp": "unused: providers are configured by a setting",
    "socialaccount.SocialToken": "unused: what other services hand out is not kept",
}


def rows_of(model: Any, *columns: str) -> Callable[[Any], Rows]:
    return lambda person: list(model.objects.filter(user_id=person.pk).order_by("pk").values(*columns))


def erase_from(model: Any) -> Callable[[Any], None]:
    def erase(person: Any) -> None:
        model.objects.filter(user_id=person.pk).delete()

    return erase


def expire_sessions() -> int:
    age = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    gone, _tables = UserSession.objects.filter(last_seen_at__lt=timezone.now() - age).delete()
    return int(gone)


TABLES = (
    Personal(
        model="account.EmailAddress",
        title=_("Addresses to sign in with"),
        columns={"user": _("whose address it is"), "email": _("to sign in, and to confirm a new address")},
        basis="contract",
        kept=_("until you change it, or erase your account"),
        seen_by=_("you and the operator"),
        export=rows_of(EmailAddress, "email", "verified", "primary"),
        erase=erase_from(EmailAddress),
    ),
    Personal(
        model="mfa.Authenticator",
        title=_("Second factors"),
        columns={
            "user": _("whose it is"),
            "data": _("to check the codes of your app and your passkeys, and the name you gave them"),
            "last_used_at": _("so that you notice a use that was not yours"),
        },
        withheld={"data": _("whoever had it could sign in as you")},
        basis="contract",
        kept=UNTIL_REMOVED,
        seen_by=ONLY_YOU,
        export=rows_of(Authenticator, "type", "created_at", "last_used_at"),
        erase=erase_from(Authenticator),
    ),
    Personal(
        model="socialaccount.SocialAccount",
        title=_("Accounts elsewhere that open yours"),
        columns={
            "user": _("whose it is"),
            "uid": _("your number at the other service, to know you again"),
            "extra_data": _("empty: what else the other service tells is not kept"),
            "last_login": _("so that you notice a sign-in that was not yours"),
        },
        basis="contract",
        kept=UNTIL_REMOVED,
        seen_by=ONLY_YOU,
        export=rows_of(SocialAccount, "provider", "uid", "date_joined", "last_login", "extra_data"),
        erase=erase_from(SocialAccount),
    ),
    Personal(
        model="usersessions.UserSession",
        title=_("Where you are signed in"),
        columns={
            "user": _("whose session it is"),
            "ip": _("so that you recognise your sessions, and notice one that is not yours"),
            "user_agent": _("as above: browser and device"),
            "last_seen_at": _("as above"),
            "session_key": _("to end the session"),
            "data": _("empty"),
        },
        withheld={"session_key": _("whoever had it would be signed in as you")},
        basis="contract",
        kept=_("two weeks after signing in, or until you sign out"),
        seen_by=ONLY_YOU,
        export=rows_of(UserSession, "ip", "user_agent", "created_at", "last_seen_at", "data"),
        erase=erase_from(UserSession),
        expire=expire_sessions,
        keep_for=timedelta(seconds=settings.SESSION_COOKIE_AGE),
    ),
)


def register() -> None:
    register_tables(TABLES, IMPERSONAL)
