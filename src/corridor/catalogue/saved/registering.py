"""Where saved searches are known: the account's pages, the mails, the data map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from corridor.kernel.privacy import Personal, register_personal
from corridor.people.account import register_account_page
from corridor.post.kinds import register_kind
from corridor.post.wishes import register_subscription

from . import actions
from .queries import searches_of
from .rounds import KIND

GIVEN_OUT = ("name", "query", "language", "kinds", "seen", "paused", "created_at", "asked_on", "mailed_at")


def _export(person: Any) -> Iterable[Mapping[str, Any]]:
    return list(searches_of(person).order_by("id").values(*GIVEN_OUT))


def _erase(person: Any) -> None:
    searches_of(person).delete()


def register() -> None:
    register_kind(KIND)
    register_subscription(actions.has_running, actions.pause_by_link, actions.resume_by_link)
    register_account_page(
        _("Saved searches"), "catalogue:searches", _("What we look for and tell you about."), order=26
    )
    register_personal(
        Personal(
            model="catalogue.SavedSearch",
            title=_("Your saved searches"),
            columns={
                "person": _("whose it is"),
                "name": _("what you call it"),
                "query": _("what is looked for"),
                "seen": _("what you were told, so that nothing is told twice"),
            },
            basis="contract",
            kept=_("until you delete it or erase your account"),
            seen_by=_("you and the operator"),
            export=_export,
            erase=_erase,
        )
    )
