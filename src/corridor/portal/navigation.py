"""What the base page offers on every page: the group, the main places, the way in and out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from corridor.kernel.audience import VISITOR
from corridor.kernel.i18n.fields import best_language, best_text
from corridor.kernel.ui.addresses import address

from . import queries
from .now import waiting_count

LICENCE = "https://joinup.ec.europa.eu/collection/eupl/eupl-text-eupl-12"


@dataclass(frozen=True)
class Place:
    """A link of the navigation; ``current`` where the reader is there or below, ``exact`` where there."""

    label: str
    url: str
    current: bool = False
    exact: bool = False
    outside: bool = False


class Navigation:
    """Looked up only where a page asks, so that JSON answers and redirects cost nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def site(self) -> queries.Site:
        return queries.site()

    @property
    def name(self) -> str:
        return best_text(self.site.name) if self.site.group else str(settings.SITE_NAME)

    @property
    def name_language(self) -> str:
        return best_language(self.site.name) or ""

    @property
    def tagline(self) -> str:
        return _("Working group of digital innovation hubs")

    @property
    def home(self) -> str:
        return address("portal:home")

    @property
    def manifest(self) -> str:
        return address("portal-root:manifest")

    @cached_property
    def search(self) -> str:
        return address("portal:search")

    @cached_property
    def sign_in(self) -> str:
        place = address("people:sign-in")
        if self.request.path == place:
            return place
        return f"{place}?{urlencode({'next': self.request.get_full_path()})}"

    @property
    def sign_out(self) -> str:
        return address("people:sign-out")

    @property
    def places(self) -> list[Place]:
        wanted = [
            (_("Find help"), self.search),
            (_("Services"), address("catalogue:services")),
            (_("Hubs"), address("portal:hubs")),
        ]
        if self.site.group:
            wanted.append((_("Tell us what you need"), address("referrals:new-need")))
        if self.site.has_several_groups:
            wanted.append((_("Groups"), address("portal:groups")))
        elif self.site.group:
            wanted.append((_("Group"), address("portal:group", self.site.group)))
        wanted += _where_there_is(_("Vocabulary"), "vocab:vocabulary")
        return [self._place(label, url) for label, url in wanted]

    @cached_property
    def own(self) -> list[Place]:
        """For people who are signed in: the hubs that they edit, and what else they look after."""
        person = self.request.user
        edited = [(hub.name, address("members:edit-hub", hub.slug)) for hub in queries.hubs_edited_by(person)]
        if self.moderates or getattr(person, "is_superuser", False):
            edited += [(_("Imports"), address("members:imports"))]
        if getattr(person, "is_staff", False):
            edited += [
                (_("Operation"), address("admin:index")),
                (_("Journal"), address("journal:everything")),
            ]
        return [self._place(label, url) for label, url in edited]

    @property
    def moderates(self) -> bool:
        """Any group; not known on a page about a request that got no further than the door."""
        viewer = getattr(self.request, "viewer", VISITOR)
        return bool(viewer.moderates)

    @property
    def now(self) -> str:
        return address("portal:now")

    @property
    def account(self) -> str:
        return address("people:account")

    @cached_property
    def waiting(self) -> int:
        """How much waits for the person who is signed in."""
        return waiting_count(self.request)

    @property
    def footer(self) -> list[Place]:
        links = [
            Place(label, url) for label, url in _where_there_is(_("API"), "api-docs", "api:openapi-json")
        ]
        return [
            *links,
            Place(_("Privacy"), address("people:privacy")),
            *self._mailbox(),
            Place(_("Licence: EUPL-1.2"), LICENCE, outside=True),
            *([Place(_("Source code"), settings.SOURCE_URL, outside=True)] if settings.SOURCE_URL else []),
        ]

    def _mailbox(self) -> list[Place]:
        """Where no mail server is set up, for the operator and the people of the demo."""
        person = getattr(self.request, "user", None)  # none where the host was refused
        sees_it = getattr(person, "is_staff", False) or getattr(person, "is_fictional", False)
        wanted = sees_it and settings.SMTP is None
        return [Place(_("Development mailbox"), address("post:mailbox"))] if wanted else []

    @property
    def shows_fiction(self) -> bool:
        return self.site.shows_fiction

    def _place(self, label: str, url: str) -> Place:
        path = self.request.path
        return Place(label, url, current=path.startswith(url), exact=path == url)


def _where_there_is(label: str, *names: str) -> list[tuple[str, str]]:
    """The first of the named pages that exists; rooms are built one after the other."""
    for name in names:
        try:
            return [(label, address(name))]
        except NoReverseMatch:
            continue
    return []


def navigation(request: HttpRequest) -> dict[str, Any]:
    return {"navigation": Navigation(request)}
