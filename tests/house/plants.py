"""Secrets planted in the private fields of every table, each with those who may see it.

A new kind of record adds a plant here: a word that stands nowhere else, the tables whose private columns
hold it, and who of the cast may read it. ``test_canary.py`` crawls everything as everybody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from corridor.bilaterals.models import Ask, Bilateral, Bilaterals, Delegation, Entry, Outcome, Profile
from corridor.catalogue.models import CoProvider, Review, SavedSearch
from corridor.catalogue.sheets.actions import SERVICES
from corridor.events.door.intake import PARTICIPANTS
from corridor.events.models import Event, EventMessage, Question, RegistrationAnswer
from corridor.events.programme.intake import PROGRAMME
from corridor.kernel import journal
from corridor.kernel.audience import Audience
from corridor.kernel.search.indexing import project
from corridor.meetings.agenda.models import AgendaItem
from corridor.meetings.documents.actions import add_document
from corridor.meetings.minutes.models import Clash, Comment, Correction, Minutes, Passage, PassageText
from corridor.meetings.models import Invitation, Meeting, Series
from corridor.meetings.polls.models import BusyCalendar, Poll, PollInvitee, PollSlot
from corridor.meetings.registers.models import Action, Decision
from corridor.meetings.votes.models import Elector, Vote
from corridor.members import models as members
from corridor.members.contacts.actions import hide_contact, show_contact
from corridor.members.enums import SeatRole
from corridor.members.imports.actions import preview_import
from corridor.members.models import Hub, HubPartner, HubTag, Organisation, Seat
from corridor.people.consent import give_consent
from corridor.people.tokens.actions import make_token
from corridor.post import models as post
from corridor.referrals.models import Need, Referral, ReferralMessage, ServiceRecord
from corridor.vocab.models import Term
from tests.bilaterals.making import agreed, new_event, new_profile, new_registration
from tests.catalogue.making import make_service
from tests.catalogue.sheets import xlsx as sheet
from tests.conftest import SINCE
from tests.members.catalogue import NORDHAVN, xlsx
from tests.referrals.making import make_need, make_referral

OF_HUB = "qzkanari"  # also the slug of the hub
WORD = "zebrafink"  # stands beside secrets, so that a search for it does not echo one
GROUP = frozenset({"anna", "ben", "dora", "cora", "finn", "tess", "otto", "gil"})
MODERATORS = frozenset({"dora", "cora"})
TAKE_PART = frozenset({"anna", "ben", "dora", "cora", "tess"})


@dataclass(frozen=True)
class World:
    """What plants grow in: the cast by name and the records of ``conftest.py``."""

    people: dict[str, Any]
    group: Any
    hub: Hub
    hidden_hub: Hub


@dataclass(frozen=True)
class Plant:
    """``seen_by`` may see it, and of those ``reached_by`` do, on some page that links lead to."""

    secret: str
    tables: tuple[str, ...]
    seen_by: frozenset[str]
    reached_by: frozenset[str]
    make: Callable[[World, str], None]


PLANTS: list[Plant] = []


def plant(
    secret: str, *tables: str, seen_by: Any = (), reached_by: Any = None
) -> Callable[[Callable[[World, str], None]], Callable[[World, str], None]]:
    def decorate(make: Callable[[World, str], None]) -> Callable[[World, str], None]:
        reached = seen_by if reached_by is None else reached_by
        PLANTS.append(Plant(secret, tables, frozenset(seen_by), frozenset(reached), make))
        return make

    return decorate


# Tables of the data map, or with an audience, in which there is nothing to plant.
NOTHING_TO_PLANT = {
    "members.grouprole": "ids and dates; roles in a group are public",
    "members.rotationturn": "ids",
    "members.candidate": "ids",
    "members.participation": "ids: that a hub voted; a ballot itself names nobody",
    "post.mailwish": "a rhythm",
    "post.feedaddress": "the digest of a key",
    "sessions.session": "signed, of the framework; no page reads it out",
    "usersessions.usersession": "shown to its owner as the kind of browser, on the page of sessions",
    "meetings.officehours": "hours and days, shown to their owner; of a slot one reads that it lies outside",
    "meetings.strain": "ids and minutes",
    "events.registrationkey": "the digest of a key",
    "events.session": "as public as its event",
    "bilaterals.party": "ids, and whether somebody came",
    "kernel.searchentry": "projected from hubs, whose plant is searched for",
}


@plant(OF_HUB, "members.Hub", "members.Seat", seen_by={"carla"})
def hub_for_its_own_people(world: World, secret: str) -> None:
    """Carla's second hub, the only one in Iceland."""
    hub = world.hidden_hub
    term = Term.objects.filter(list__in_force=True, list__name="technologies").order_by("-position")[0]
    hub.slug = hub.name = hub.city = secret
    hub.title, hub.country_id, hub.email = f"{secret} {WORD}", "IS", f"{secret}@example.org"
    hub.description = {"en": f"{WORD} {secret}", "el": f"{WORD} {secret}"}
    hub.save()
    organisation = Organisation.objects.create(name=f"{secret} AS", country=hub.country)
    HubPartner.objects.create(hub=hub, organisation=organisation)
    make_service(hub, None, title={"en": secret})
    HubTag.objects.create(hub=hub, term=term, level=5)
    members.GroupMembership.objects.create(hub=hub, group=other_group(), since=SINCE)
    Seat.objects.create(person=world.people["carla"], hub=hub, role=SeatRole.EDITOR, since=SINCE)
    project("hub")
    project("service")


def other_group() -> members.WorkingGroup:
    """Of which nobody but Carla is."""
    made, _new = members.WorkingGroup.objects.get_or_create(slug="tides", defaults={"name": {"en": "Tides"}})
    return made


@plant("qzspatz", "meetings.Meeting", seen_by=GROUP)
def meeting_of_the_group(world: World, secret: str) -> None:
    Meeting.objects.create(
        group=world.group,
        held_on=date(2024, 9, 12),
        title={"en": f"{secret} {WORD}"},
        place=secret,
        note={"en": secret},
        audience=Audience.GROUP,
    )


@plant(
    "qzbeschluss",
    *("meetings.Decision", "meetings.Action", "meetings.Vote", "meetings.Elector"),
    seen_by=GROUP,
)
def outcome_of_a_meeting(world: World, secret: str) -> None:
    """What was decided, what is to be done, what was asked of the hubs, and why one stayed out."""
    meeting = Meeting.objects.create(
        group=world.group, held_on=date(2024, 9, 13), title={"en": "Outcome"}, audience=Audience.NETWORK
    )
    given = {"group": world.group, "year": 2024, "number": 1, "meeting": meeting, "text": f"{secret} {WORD}"}
    Decision.objects.create(**given, decided_on=meeting.held_on)
    Action.objects.create(**given, noted_on=meeting.held_on, closing_note=secret)
    now = timezone.now()
    vote = Vote.objects.create(
        meeting=meeting, question=secret, quorum=1, opened_at=now, closes_at=now + timedelta(days=1)
    )
    anna = world.people["anna"]
    Elector.objects.create(vote=vote, hub=world.hub, recused_by=anna, recused_why=secret)


@plant(
    "qzprotokoll",
    *("meetings.Minutes", "meetings.PassageText", "meetings.Clash", "meetings.Comment"),
    *("meetings.Correction",),
    seen_by=GROUP,
)
def minutes_of_a_public_meeting(world: World, secret: str) -> None:
    """The meeting is public, its minutes are for the group; and so is what was said of them."""
    anna = world.people["anna"]
    for n, audience in enumerate((Audience.GROUP, Audience.PUBLIC)):
        meeting = Meeting.objects.create(
            group=world.group, held_on=date(2024, 9, 20 + n), title={"en": "Noted"}, audience=Audience.PUBLIC
        )
        minutes = Minutes.objects.create(meeting=meeting, audience=audience)
        passage = Passage.objects.create(minutes=minutes, text=f"{secret} {WORD}", version=1)
        PassageText.objects.create(passage=passage, version=1, text=secret, by=anna)
        Clash.objects.create(passage=passage, theirs=secret, mine=secret, by=anna)
        Comment.objects.create(minutes=minutes, passage=passage, text=secret, settled_how=secret, by=anna)
        Correction.objects.create(passage=passage, before=secret, after=secret, reason=secret, by=anna)
        if audience == Audience.GROUP:  # the other ones are still a draft
            Minutes.objects.filter(pk=minutes.pk).update(state="approved", approved_at=timezone.now())


@plant("qzgast", "meetings.Invitation", seen_by=MODERATORS | {"tess"})
def guest_of_a_public_meeting(world: World, secret: str) -> None:
    """The address and the note of a guest, for those who prepare the meeting."""
    meeting = Meeting.objects.create(
        group=world.group, held_on=date(2024, 9, 22), title={"en": "Guests"}, audience=Audience.PUBLIC
    )
    address = f"{secret}@example.org"
    Invitation.objects.create(meeting=meeting, name="Guest", address=address, note=secret, sent_revision=0)


@plant("qzplan", "events.Event", seen_by=TAKE_PART)
def draft_of_an_event(world: World, secret: str) -> None:
    inner = {"place": secret, "contact": f"{secret}@example.org", "link": f"https://{secret}.example"}
    title = {"en": f"{secret} {WORD}"}
    new_event(world.group, slug="plan", state="draft", published_at=None, title=title, **inner)


@plant(
    "qzkommt",
    *("events.Registration", "events.RegistrationAnswer", "events.EventMessage"),
    seen_by=MODERATORS | {"tess"},
    reached_by=MODERATORS | {"tess"},
)
def guest_of_a_public_event(world: World, secret: str) -> None:
    """Who comes, what they answered and what was written to them, for the organisers."""
    event = new_event(world.group, slug="guests", link=f"https://{secret}.example")
    columns = {"organisation": secret, "position": secret, "needs": secret}
    guest = new_registration(event, f"Guest {secret}", email=f"{secret}@visitors.example", **columns)
    question = Question.objects.create(event=event, text={"en": "What brings you?"})
    RegistrationAnswer.objects.create(registration=guest, question=question, text=secret)
    EventMessage.objects.create(event=event, subject=secret, text=secret)


@plant("qzlink", "meetings.Series", seen_by=GROUP)
def series_and_the_link_to_a_public_meeting(world: World, secret: str) -> None:
    """The series is for the group; its meeting is public, but not how to join it."""
    series = Series.objects.create(group=world.group, slug="inner", name={"en": secret})
    series.purpose = {"en": f"{secret} {WORD}"}
    series.save()
    Meeting.objects.create(
        group=world.group,
        held_on=timezone.localdate() + timedelta(days=5),
        title={"en": "Open house"},
        link=f"https://{secret}.example/",
        audience=Audience.PUBLIC,
    )


@plant("qzentwurf", "meetings.Document", seen_by=GROUP)
def document_of_a_meeting_without_a_date(world: World, secret: str) -> None:
    """A draft is for the group, whatever its audience will be; a document always is."""
    draft = Meeting.objects.create(
        group=world.group, state="draft", title={"en": f"{secret} {WORD}"}, audience=Audience.PUBLIC
    )
    file = SimpleUploadedFile(f"{secret}.txt", f"{secret} {WORD}".encode())
    add_document(by=world.people["dora"], meeting=draft, file=file, title=secret)


def _agenda(world: World, **values: Any) -> None:
    meeting, _new = Meeting.objects.get_or_create(
        group=world.group, held_on=date(2090, 9, 13), title={"en": "Agenda"}, audience=Audience.PUBLIC
    )
    AgendaItem.objects.create(meeting=meeting, **values)


@plant("qztagung", "meetings.AgendaItem", seen_by=GROUP)
def agenda_of_a_public_meeting(world: World, secret: str) -> None:
    """That it takes place is for everybody; what it is about, for the group."""
    _agenda(world, title=secret, note=secret, speaker_name=secret)


@plant("qzvorschlag", "meetings.AgendaItem", seen_by={"anna", "dora", "cora", "tess"})
def suggestion_of_anna(world: World, secret: str) -> None:
    """Until it is taken it is between her and those who prepare the meeting."""
    anna = world.people["anna"]
    _agenda(world, title=secret, note=secret, state="suggested", suggested_by=anna)


@plant("qzgrund", "meetings.AgendaItem", seen_by={"dora", "cora", "tess"})
def reason_for_moderators(world: World, secret: str) -> None:
    """Why somebody's term is talked about is nothing for the others."""
    _agenda(world, title="A term", origin="members.terms:0", why=secret, url=f"/en/{secret}/")


@plant(
    "qzdienst",
    *("catalogue.Service", "catalogue.ServiceVersion", "catalogue.CoProvider", "catalogue.Review"),
    seen_by={"anna", "ben"},
    reached_by={"anna"},
)
def service_that_is_still_a_draft(world: World, secret: str) -> None:
    """Of Anna's hub, returned by a reviewer and declined by another hub; one day it will be public."""
    draft = make_service(
        world.hub, world.group, slug="returned", state="draft", title={"en": f"{secret} {WORD}"}
    )
    given = {"agreed": False, "answered_at": timezone.now(), "why_not": secret}
    asked = Hub.objects.create(
        slug="asked", name="Asked", title="Asked", kind="DIH", country=world.hub.country
    )
    CoProvider.objects.create(service=draft, hub=asked, **given)
    Review.objects.create(service=draft, version=1, verdict="returned", comment=secret)


@plant("qzpruefung", "catalogue.Service", seen_by=TAKE_PART, reached_by=TAKE_PART - {"ben"})
def service_that_waits_for_its_review(world: World, secret: str) -> None:
    """Its own people know it, and those who may look at it."""
    texts = {"title": {"en": f"{secret} {WORD}"}, "summary": {"en": secret}}
    make_service(
        world.hub, world.group, slug="submitted", state="draft", submitted_at=timezone.now(), **texts
    )


@plant("qzaenderung", "catalogue.Service", seen_by=TAKE_PART, reached_by=TAKE_PART - {"ben"})
def change_that_waits_for_its_review(world: World, secret: str) -> None:
    """The service is public, what it would say otherwise is not."""
    make_service(
        world.hub,
        world.group,
        slug="changing",
        pending={"summary": {"en": f"{secret} {WORD}"}},
        submitted_at=timezone.now(),
    )


def _contact(world: World, kind: str, value: str, audience: str) -> Any:
    return show_contact(
        by=world.people["anna"], kind=kind, value=value, audience=audience, agreed_to="I agree."
    )


@plant("qzphone", "members.ContactDetail", seen_by={"anna", "ben"})
def phone_for_the_hub(world: World, secret: str) -> None:
    _contact(world, "phone", secret, Audience.HUB)


@plant("qzmessenger", "members.ContactDetail", seen_by=TAKE_PART)
def messenger_for_the_group(world: World, secret: str) -> None:
    _contact(world, "messenger", secret, Audience.GROUP)


@plant("qzcontact", "members.ContactDetail", seen_by=TAKE_PART | {"carla"})
def address_for_the_network(world: World, secret: str) -> None:
    _contact(world, "email", f"{secret}@example.org", Audience.NETWORK)


@plant("qzweb", "members.ContactDetail", seen_by={"anna"})
def web_page_that_is_hidden_again(world: World, secret: str) -> None:
    contact = _contact(world, "web", f"https://{secret}.example/", Audience.PUBLIC)
    hide_contact(by=world.people["anna"], contact=contact)


@plant(
    "qzbewerb",
    "members.Application",
    "members.CriterionAnswer",
    "members.Message",
    seen_by=MODERATORS | {"tess"},
)
def application(world: World, secret: str) -> None:
    made = members.Application.objects.create(
        group=world.group,
        name=f"{secret} name",
        email=f"{secret}@example.org",
        position=secret,
        consent=f"I agree. {secret}",
        hub_name=f"{secret} hub",
        hub_title=f"{secret} title",
        hub_country=world.hub.country,
        hub_website=f"https://{secret}.example/",
        hub_kind="DIH",
        hub_audience=Audience.HUB,
        is_new_hub=True,
        why=f"{secret} {WORD}",
        state="review",
        confirmed_at=timezone.now(),
        due_on=timezone.localdate() + timedelta(days=3),
    )
    members.CriterionAnswer.objects.create(
        application=made, position=0, text={"en": "x"}, is_required=True, answer=secret, note=secret
    )
    members.Message.objects.create(application=made, kind="question", text=secret, by=world.people["dora"])


@plant("qzclaim", "members.Claim", seen_by={"anna"})
def claim_on_annas_hub(world: World, secret: str) -> None:
    members.Claim.objects.create(
        hub=world.hub,
        name=f"{secret} name",
        email=f"{secret}@example.org",
        why=secret,
        position=secret,
        consent=secret,
        state="open",
        confirmed_at=timezone.now(),
        due_on=timezone.localdate() + timedelta(days=3),
    )


@plant("qzguest", "members.Invitation", seen_by={"anna"})
def invitation_to_annas_hub(world: World, secret: str) -> None:
    members.Invitation.objects.create(
        email=f"{secret}@example.org",
        hub=world.hub,
        role=SeatRole.DELEGATE,
        note=secret,
        digest="1" * 64,
        invited_by=world.people["anna"],
        expires_at=timezone.now() + timedelta(days=3),
    )


@plant("qzrole", "members.Invitation", seen_by=MODERATORS)
def invitation_to_a_role(world: World, secret: str) -> None:
    members.Invitation.objects.create(
        email=f"{secret}@example.org",
        group=world.group,
        role="guest",
        note=secret,
        digest="2" * 64,
        invited_by=world.people["dora"],
        expires_at=timezone.now() + timedelta(days=3),
    )


@plant("qznotes", "members.Handover", "members.HandoverItem", seen_by=MODERATORS | {"olga"}, reached_by=())
def handover_from_dora_to_cora(world: World, secret: str) -> None:
    """Its pages are for the two whom it concerns, for moderators, and for the operator."""
    handover = members.Handover.objects.create(
        role=world.people["dora"].group_roles.get(),
        group=world.group,
        successor=world.people["cora"],
        on_date=timezone.localdate() + timedelta(days=30),
        notes=secret,
        started_by=world.people["dora"],
    )
    members.HandoverItem.objects.create(handover=handover, key="x", title={"en": secret}, note=secret)


@plant("qzimport", "members.ImportRun", "members.ImportRow", seen_by=MODERATORS | {"olga"})
def import_of_a_file(world: World, secret: str) -> None:
    row = NORDHAVN | {"name": f"{secret} hub", "title": f"{secret} title"}
    preview_import(by=world.people["dora"], content=xlsx(row), file_name=f"{secret}.xlsx")


@plant("qzsheet", "catalogue.ServiceImport", "catalogue.ServiceImportRow", seen_by={"anna"})
def sheet_of_annas_hub(world: World, secret: str) -> None:
    cells = {"title [en]": f"{secret} title", "category": f"{secret} category", "audience": "hub"}
    SERVICES.preview(by=world.people["anna"], content=sheet(cells), file_name=f"{secret}.xlsx", hub=world.hub)


ORGANISERS = frozenset({"dora", "cora", "tess"})


@plant("qzfest", "events.ProgrammeImport", "events.ProgrammeImportRow", seen_by=ORGANISERS)
def programme_of_an_event(world: World, secret: str) -> None:
    """Of the fair in ``of_door.py``, to whose pages the access table leads."""
    rows = sheet({"what": "room", "room": f"{secret} room", "building": secret})
    PROGRAMME.preview(
        by=world.people["dora"],
        content=rows,
        file_name=f"{secret}.xlsx",
        event=Event.objects.get(slug="fair"),
    )


@plant("qzliste", "events.ParticipantImport", "events.ParticipantImportRow", seen_by=ORGANISERS)
def participants_of_an_event(world: World, secret: str) -> None:
    rows = sheet({"name": f"{secret} guest", "email": f"{secret}@visitors.example"})
    PARTICIPANTS.preview(
        by=world.people["dora"],
        content=rows,
        file_name=f"{secret}.xlsx",
        event=Event.objects.get(slug="fair"),
    )


@plant("qzsuche", "catalogue.SavedSearch", seen_by={"anna"})
def search_that_anna_saved(world: World, secret: str) -> None:
    SavedSearch.objects.create(
        person=world.people["anna"], name=f"{secret} name", query=f"q={secret}", language="en", kinds=["hub"]
    )


@plant("qzeintrag", "kernel.JournalEntry", seen_by={"carla"})
def journal_of_the_hidden_hub(world: World, secret: str) -> None:
    journal.record(
        "edit-hub",
        world.hidden_hub,
        by=world.people["carla"],
        before={"city": secret},
        after={"address": secret},
    )


@plant("qzconsent", "people.Consent", seen_by={"anna"})
def consent_of_anna(world: World, secret: str) -> None:
    give_consent(by=world.people["anna"], purpose="something", text=secret)


@plant("qzkey", "people.ApiToken", seen_by={"anna"})
def name_of_annas_key(world: World, secret: str) -> None:
    make_token(by=world.people["anna"], name=secret, scopes=["read"], days=30)


@plant("qzmail", "people.Person", "account.EmailAddress", seen_by={"ben", "olga"}, reached_by={"ben"})
def address_with_which_ben_signs_in(world: World, secret: str) -> None:
    world.people["ben"].email = f"{secret}@example.org"
    world.people["ben"].save()
    EmailAddress.objects.create(user=world.people["ben"], email=f"{secret}2@example.org")


@plant("qznotice", "post.Notice", seen_by={"anna"})
def notice_for_anna(world: World, secret: str) -> None:
    post.Notice.objects.create(
        person=world.people["anna"], kind="seat-ended", key=secret, language="en", title=secret, text=secret
    )


@plant("qzletter", "post.Letter", seen_by={"olga"}, reached_by=())
def letter_to_a_stranger(world: World, secret: str) -> None:
    """The operator sees it in the mailbox of an installation that sends none."""
    post.Letter.objects.create(
        to=f"{secret}@example.org",
        name=secret,
        language="en",
        kind="x",
        subject=secret,
        text=secret,
        html=secret,
        key=secret,
        not_after=timezone.now() + timedelta(days=3),
    )


@plant("qzbounce", "post.Suppression", "post.InboundMail", seen_by=MODERATORS | {"olga"}, reached_by=())
def mail_that_did_not_arrive(world: World, secret: str) -> None:
    post.Suppression.objects.create(address=f"{secret}@example.org", obstacle="bounce", detail=secret)
    post.InboundMail.objects.create(
        digest="3" * 64, sender=f"{secret}@example.org", subject=secret, note=secret, arrival="unclear"
    )


@plant("qzfrage", "post.Question", seen_by={"olga"}, reached_by=())
def question_to_a_stranger(world: World, secret: str) -> None:
    post.Question.objects.create(
        digest="4" * 64,
        purpose="x",
        about_type="members.hub",
        about_id=str(world.hub.pk),
        address=f"{secret}@example.org",
        name=secret,
        language="en",
        key=secret,
        expires_at=timezone.now() + timedelta(days=3),
        answered_from=f"{secret}@example.org",
    )


@plant("qzkonto", "socialaccount.SocialAccount", "mfa.Authenticator", seen_by={"anna"}, reached_by=())
def annas_account_elsewhere(world: World, secret: str) -> None:
    anna = world.people["anna"]
    SocialAccount.objects.create(user=anna, provider="cas", uid=secret, extra_data={"name": secret})
    Authenticator.objects.create(user=world.people["gil"], type="recovery_codes", data={"seed": secret})


@plant("qzlog", "admin.LogEntry", seen_by={"olga"}, reached_by=())
def act_of_the_operator(world: World, secret: str) -> None:
    LogEntry.objects.create(
        user=world.people["olga"],
        content_type=ContentType.objects.get_for_model(Hub),
        object_id=str(world.hub.pk),
        object_repr=secret,
        action_flag=CHANGE,
        change_message=secret,
    )


@plant("qzumfrage", "meetings.PollInvitee", seen_by={"dora", "cora"})
def guest_who_is_asked_for_a_date(world: World, secret: str) -> None:
    """Moderators read the address and the note; everybody else only that a guest is asked."""
    draft = Meeting.objects.create(group=world.group, state="draft", title={"en": "To be found"})
    closes = timezone.now() + timedelta(days=3)
    poll = Poll.objects.create(meeting=draft, minutes=60, closes_at=closes)
    starts = (closes + timedelta(days=3)).replace(second=0, microsecond=0)
    PollSlot.objects.create(poll=poll, starts_at=starts, ends_at=starts + timedelta(hours=1))
    PollInvitee.objects.create(poll=poll, name="Guest", address=f"{secret}@example.org", note=secret)


@plant("qzkalender", "meetings.BusyCalendar", seen_by={"anna"})
def where_annas_calendar_is(world: World, secret: str) -> None:
    BusyCalendar.objects.create(person=world.people["anna"], url=f"https://calendar.example/{secret}.ics")


def _need(world: World, secret: str, **values: Any) -> Need:
    """Of a client of Anna's hub, who agreed to nothing."""
    client = {"organisation": f"{secret} AS", "name": secret, "email": f"{secret}@example.org", "vat": secret}
    client |= {"phone": secret, "website": f"https://{secret}.example/", "consented": []}
    return make_need(world.group, world.hub, **({"client": client} | values))


def _referred(world: World, need: Need, **values: Any) -> Referral:
    """To Carla's hub, which has helped."""
    to = Hub.objects.get(slug="sorvest")
    return make_referral(need, to, passed=["name", "email"], **values)


@plant("qzbedarf", "referrals.Need", seen_by=GROUP)
def need_of_the_group(world: World, secret: str) -> None:
    _need(world, WORD, title=f"{secret} {WORD}", text=secret, constraints=secret)


@plant("qzkunde", "referrals.Client", seen_by={"anna", "ben"})
def client_who_agreed_to_nothing(world: World, secret: str) -> None:
    """Those whom the need was referred to see what is needed, and not by whom."""
    _referred(world, _need(world, secret, title="Light in a tunnel"))


@plant(
    "qzhilfe",
    *("referrals.Referral", "referrals.ReferralMessage", "referrals.ServiceRecord"),
    seen_by={"anna", "ben", "carla"},
)
def referral_between_two_hubs(world: World, secret: str) -> None:
    """The need is its home hub's alone: the moderators have no part in it."""
    need = _need(world, WORD, title="Water in a mine", audience=Audience.HUB)
    given = _referred(world, need, state="done", note=f"{secret} {WORD}", reason=secret)
    ReferralMessage.objects.create(referral=given, speaker="hub", text=secret)
    ServiceRecord.objects.create(referral=given, description=secret, outcome=secret, comment=secret)


@plant("qzfruchte", "bilaterals.Outcome", seen_by={"anna", "dora", "cora", "tess"})
def what_anna_says_came_of_a_meeting(world: World, secret: str) -> None:
    """Ben, who sat at the same table, says his own."""
    meeting = Bilateral.objects.get(bilaterals__event__slug="meeting-day")
    anna = meeting.people.get(registration__person=world.people["anna"])
    Outcome.objects.create(meeting=meeting, profile=anna, at="table", kind="agreement", note=secret)


# 1:1 meetings of the summit of ``of_asking``, which Anna and Carla have joined


def _askers() -> Bilaterals:
    return Bilaterals.objects.get(event__slug="askers")


@plant("qzprofil", "bilaterals.Profile", "bilaterals.Entry", seen_by={"anna", "carla"})
def somebody_who_has_joined(world: World, secret: str) -> None:
    one = new_profile(_askers(), "Petra")
    Profile.objects.filter(pk=one.pk).update(headline=f"{secret} {WORD}", about=secret)
    Entry.objects.create(profile=one, kind="offer", title=secret, text=secret)


@plant("qztreffen", "bilaterals.Ask", seen_by={"anna"})
def request_of_annas(world: World, secret: str) -> None:
    asking = Profile.objects.get(bilaterals=_askers(), registration__person=world.people["anna"])
    Ask.objects.create(
        bilaterals=asking.bilaterals,
        by=asking,
        to=new_profile(asking.bilaterals, "Quentin"),
        reason=f"{secret} {WORD}",
        answer=secret,
        state="declined",
        answered_at=timezone.now(),
    )


@plant(
    "qzreise",
    "bilaterals.Delegation",
    seen_by={"anna", "carla", "dora", "cora", "tess"},
)
def people_who_come_together(world: World, secret: str) -> None:
    team = Delegation.objects.create(bilaterals=_askers(), name=f"{secret} {WORD}")
    Profile.objects.filter(pk=new_profile(_askers(), "Rita").pk).update(delegation=team)


@plant(
    "qzergebnis",
    *("bilaterals.Bilateral", "bilaterals.Outcome"),
    seen_by={"dora", "cora", "tess"},
    reached_by=(),
)
def meeting_of_two_others(world: World, secret: str) -> None:
    two = [new_profile(_askers(), name) for name in ("Sven", "Tilda")]
    met = agreed(*two, state="cancelled", cancelled_at=timezone.now(), cancelled_why=f"{secret} {WORD}")
    Outcome.objects.create(meeting=met, profile=two[0], at="table", kind="nothing", note=secret)
