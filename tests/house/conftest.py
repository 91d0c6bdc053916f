"""The whole cast and one of everything that has an address, so that every page can be asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import Template
from django.test import Client
from django.test.utils import _TestState
from django.utils import timezone

from corridor.kernel.audience import Audience
from corridor.kernel.http import middleware
from corridor.kernel.search.indexing import project
from corridor.meetings.models import Meeting
from corridor.members.contacts.actions import show_contact
from corridor.members.groups.elections.models import Candidate, Election
from corridor.members.groups.handovers.models import Handover, HandoverItem
from corridor.members.groups.models import Criterion, Milestone
from corridor.members.groups.rotations.models import Rotation
from corridor.members.imports.actions import preview_import
from corridor.members.imports.models import ImportRun
from corridor.members.models import Hub
from corridor.people.consent import give_consent
from corridor.people.models import Person
from corridor.people.tokens.actions import make_token
from corridor.portal import now
from corridor.portal.views import errors
from tests.house.admission import of_admission
from tests.house.of_asking import of_asking
from tests.house.of_bilaterals import of_schedules
from tests.house.of_catalogue import of_catalogue
from tests.house.of_day import of_day
from tests.house.of_door import of_door
from tests.house.of_events import of_events
from tests.house.of_meetings import of_meetings
from tests.house.of_post import of_post
from tests.house.of_referrals import of_referrals
from tests.members.catalogue import NORDHAVN, xlsx

NAMES = ("eve", "anna", "ben", "carla", "dora", "cora", "finn", "tess", "otto", "gil", "olga")
HIDDEN_HUB = "verborgen"


@pytest.fixture(autouse=True)
def by_words_only(settings):
    """What is tested here are doors; they need no model of meaning."""
    settings.EMBEDDER = "none"


@pytest.fixture(autouse=True)
def files_of_their_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def without_notes(monkeypatch):
    """For who asks thousands of pages, and not which templates they used: noting it copies every context."""
    monkeypatch.setattr(Template, "_render", _TestState.saved_data.template_render)


class ErrorPages:
    """Every error page is rendered for each person and at each address, but not for each at each, nor again
    for another method: most of what the access table asks for is refused, and only the status is looked at.
    """

    def __init__(self) -> None:
        self.rendered: set[tuple[object, ...]] = set()

    def render(
        self, request: HttpRequest, template: str, context: dict[str, Any], *, status: int
    ) -> HttpResponse:
        error = context["error"]
        kind = (template, status, error["code"] if isinstance(error, dict) else error.code)
        route = request.resolver_match and request.resolver_match.route
        both = {(*kind, "at", route), (*kind, "for", request.user.pk)}
        if both <= self.rendered:
            return HttpResponse(status=status)
        self.rendered |= both
        return render(request, template, context, status=status)


@pytest.fixture
def few_error_pages(monkeypatch):
    pages = ErrorPages()
    for module in (middleware, errors):
        monkeypatch.setattr(module, "render", pages.render)


@pytest.fixture
def hidden_hub(norway) -> Hub:
    """A hub that only its own people may see; nobody of the cast is one of them."""
    return Hub.objects.create(
        slug=HIDDEN_HUB,
        name="Verborgen",
        title="Verborgen Hub",
        kind="DIH",
        country=norway,
        description={"en": "Not yet for anybody."},
        audience=Audience.HUB,
    )


@pytest.fixture
def meeting(group) -> Meeting:
    return Meeting.objects.create(
        group=group, held_on=date(2024, 4, 25), title={"en": "Kick-off"}, audience=Audience.PUBLIC
    )


@pytest.fixture
def run(dora) -> ImportRun:
    return preview_import(by=dora, content=xlsx(NORDHAVN), file_name="catalogue.xlsx")


@pytest.fixture
def of_group(group, dora, cora, anna, hub) -> dict[str, str]:
    """What a group's own pages have in their addresses."""
    criterion = Criterion.objects.create(group=group, text={"en": "A test bed"})
    milestone = Milestone.objects.create(group=group, title={"en": "Joint test"}, due_on=date(2026, 6, 30))
    rotation = Rotation.objects.create(group=group, role="observer", starts_on=date(2090, 1, 1))
    hours = [timezone.now() + timedelta(days=days) for days in (7, 14)]
    election = Election.objects.create(
        group=group,
        role="moderator",
        nominations_close=hours[0],
        voting_closes=hours[1],
        term_since=date(2090, 1, 1),
    )
    Candidate.objects.create(election=election, person=anna, hub=hub)
    handover = Handover.objects.create(
        group=group, role=cora.group_roles.get(), successor=anna, on_date=date(2090, 1, 1)
    )
    duty = HandoverItem.objects.create(handover=handover, key="own:1", title={"en": "The keys"})
    return {
        "criterion": str(criterion.pk),
        "milestone": str(milestone.pk),
        "group_role": str(dora.group_roles.get().pk),
        "rotation": str(rotation.pk),
        "election": str(election.pk),
        "handover": str(handover.pk),
        "duty": str(duty.pk),
    }


@pytest.fixture
def of_anna(anna) -> dict[str, str]:
    """What only Anna has."""
    consent = give_consent(by=anna, purpose="contact-phone", text="Show my phone number to my groups.")
    return {"consent": str(consent.pk)}


@dataclass(frozen=True)
class Everybody:
    """The installation with its people; ``values`` fill the braces of addresses."""

    people: Mapping[str, Person | None]
    values: Mapping[str, str]
    signed_in: dict[str, str] = field(default_factory=dict)  # the key of each one's session

    def client(self, name: str) -> Client:
        """A new browser, signed in by the one session that this person has here."""
        client = Client(raise_request_exception=True)
        if somebody := self.people[name]:
            if name not in self.signed_in:
                client.force_login(somebody)
                self.signed_in[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
            client.cookies[settings.SESSION_COOKIE_NAME] = self.signed_in[name]
        return client


@pytest.fixture
def of_annas_access(anna) -> dict[str, str]:
    """A key for her programs, a session elsewhere, and an account at another service."""
    token, _key = make_token(by=anna, name="Dashboard", scopes=["read"], days=30)
    session = UserSession.objects.create(
        user=anna, ip="192.0.2.1", session_key="a" * 32, user_agent="Firefox/"
    )
    identity = SocialAccount.objects.create(user=anna, provider="cas", uid="anna")
    return {"token": str(token.pk), "session": str(session.pk), "identity": str(identity.pk)}


@pytest.fixture
def everybody(
    anna,
    ben,
    carla,
    dora,
    cora,
    finn,
    tess,
    otto,
    gil,
    olga,
    hub,
    other_hub,
    hidden_hub,
    group,
    meeting,
    run,
    of_group,
    of_anna,
    of_annas_access,
) -> Everybody:
    project("hub")
    show_contact(by=anna, kind="job-title", value="Head of pilots", audience="network", agreed_to="I agree.")
    cast = (None, anna, ben, carla, dora, cora, finn, tess, otto, gil, olga)
    people = dict(zip(NAMES, cast, strict=True))
    records = {"run": str(run.pk), "meeting": str(meeting.pk)} | of_admission(group, hub, anna, ben, dora)
    records |= of_post(hub, anna) | of_meetings(group, hub, people) | of_catalogue(group, hub, people)
    records |= of_referrals(group, hub, people)
    records |= of_events(group, hub, people)
    records |= of_asking(group, people)
    records |= of_day(group, people)
    records |= of_door(group, dora, anna)
    records |= of_schedules(group, people)
    return Everybody(people, records | of_group | of_anna | of_annas_access)


@pytest.fixture
def ask(everybody, without_notes, few_error_pages, monkeypatch) -> Callable[..., int]:
    """``ask("anna", "GET", "/en/hubs/nordlys/")`` is the status that Anna gets; what it changed is undone."""

    monkeypatch.setattr(now, "REMEMBERED", 3600)  # all this time nothing changes that could be counted anew
    for name in NAMES:
        everybody.client(name).get("/en/hubs/nordlys/")  # sessions and counts that are kept, not undone

    def make(name: str, method: str, address: str) -> int:
        with transaction.atomic():
            response = everybody.client(name).generic(method, address.format(**everybody.values))
            transaction.set_rollback(True)
        return int(response.status_code)

    return make
