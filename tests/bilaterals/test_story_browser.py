"""In Chromium: from the announcement of an event to what came of its meetings (issue 6).

Dora, Anna and Eve click; the other thirty-eight do the same by the same actions. The worker's part is done by
calling its jobs, and time is moved by the dates in the rows, since the database's clock cannot be.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from corridor.bilaterals.asking.actions import accept_ask, ask_for_meeting
from corridor.bilaterals.models import Ask, Bilaterals, Booking, Outcome, Profile, Proposal, Slot
from corridor.bilaterals.outcomes.asking import ask_everybody
from corridor.bilaterals.profiles.actions import join_meetings
from corridor.bilaterals.scheduling.making import make
from corridor.bilaterals.scheduling.telling import write_agendas
from corridor.events.models import Event, Registration
from corridor.members.admission import guard
from corridor.post.models import Letter
from tests.conftest import CHROMIUM
from tests.events.people import comes
from tests.meetings.writers import meanwhile

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's Chromium is not installed"),
]
EVENTS = "/en/smart-connectivity/events/"
AT = f"{EVENTS}ports-meet/"
OTHERS = 38
APART = (1, 7)  # places in the list by which those are apart who meet


@pytest.fixture
def cookies(browser_of, anna, dora) -> dict[str, str]:
    people = {"Anna": anna, "Dora": dora}
    return {name: browser_of(one).cookies["sessionid"].value for name, one in people.items()}


@pytest.fixture
def window(live_server, settings, monkeypatch, cookies, group, hub, chromium):
    """``window("Dora")`` is a page of hers, signed in; ``window()`` belongs to somebody who is not."""
    settings.BASE_URL = live_server.url
    monkeypatch.setattr(guard, "QUICKEST", -1)  # people take their time over forms

    def of(name: str = "") -> Page:
        context = chromium.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
        if name:
            context.add_cookies([{"name": "sessionid", "value": cookies[name], "url": live_server.url}])
        context.set_default_timeout(10_000)
        return context.new_page()

    return of


def test_from_an_announcement_to_what_came_of_it(window, group, anna):
    dora, of_anna, of_eve = window("Dora"), window("Anna"), window()
    an_event_is_announced(dora)
    meetings_are_switched_on(dora)
    anna_registers_and_joins(of_anna)
    eve_registers_without_an_account_and_joins(of_eve)
    thirty_eight_others_come_and_ask_each_other()
    anna_asks_eve_who_accepts_by_her_mail(of_anna, window())
    the_schedule_is_proven_best_and_published(dora)
    calendar = anna_subscribes(of_anna)
    assert summaries(calendar) == whom_anna_meets()
    somebody_cancels_and_the_repair_is_published(dora)
    assert summaries(calendar) == whom_anna_meets()
    what_came_of_it_comes_back_by_mail(dora, window())


def press(page: Page, name: str | re.Pattern) -> None:
    page.locator("main").get_by_role("button", name=name).first.click()


def an_event_is_announced(dora: Page) -> None:
    day = (timezone.localdate() + timedelta(days=40)).isoformat()
    dora.goto(f"{EVENTS}new/")
    dora.get_by_label("Title").first.fill("Ports meet")
    dora.get_by_label("Begins").fill(f"{day}T09:00")
    dora.get_by_label("Ends").fill(f"{day}T17:00")
    dora.get_by_label("Place", exact=True).fill("Quay 7, Bergen")
    press(dora, "Keep it as a draft")
    expect(dora).to_have_url(re.compile(r"/events/ports-meet/$"))
    press(dora, "Publish it")
    expect(dora.get_by_text("The event is published.")).to_be_visible()


def meetings_are_switched_on(dora: Page) -> None:
    dora.get_by_role("link", name="1:1 meetings").click()
    dora.get_by_label("From", exact=True).fill("10:00")
    dora.get_by_label("To", exact=True).fill("15:00")
    dora.get_by_label("Further tables on site").fill("12")
    press(dora, "Save")
    expect(dora.get_by_text("The settings are saved.")).to_be_visible()


def joins(page: Page, offers: str) -> None:
    page.goto(f"{AT}me/profile/")
    page.get_by_label("In one line").fill(offers)
    press(page, "Join")
    expect(page.get_by_text("Your profile is saved.")).to_be_visible()


def anna_registers_and_joins(anna: Page) -> None:
    anna.goto(AT)
    anna.get_by_role("link", name="Register").first.click()
    press(anna, "Register")
    expect(anna.get_by_role("heading", name="You are registered")).to_be_visible()
    joins(anna, "Private 5G for small ports")


def eve_registers_without_an_account_and_joins(eve: Page) -> None:
    eve.goto(f"{AT}registration/")
    eve.get_by_label("E-mail address").fill("eve@visitors.example")
    eve.get_by_label("Your name").fill("Eve")
    press(eve, "Register")
    expect(eve).to_have_url(re.compile(r"/registration/sent/$"))
    eve.goto(link_to("eve@visitors.example", r"/en/events/link/\S+"))
    press(eve, "Confirm")
    expect(eve.get_by_role("heading", name="You are registered")).to_be_visible()
    joins(eve, "A ferry that wants to be always online")


def link_to(address: str, path: str) -> str:
    """The first of the last letter."""
    with meanwhile():
        letter = Letter.objects.filter(to=address).latest("pk")
    found = re.search(rf"http\S+?{path}", letter.text)
    assert found, letter.text
    return found[0]


def thirty_eight_others_come_and_ask_each_other() -> None:
    with meanwhile():
        event, bilaterals = Event.objects.get(), Bilaterals.objects.get()
        people = [_joined(bilaterals, comes(event, f"Guest-{number}")) for number in range(OTHERS)]
        pairs = [(by, people[(n + apart) % OTHERS]) for apart in APART for n, by in enumerate(people)]
        for by, to in [*pairs, (people[0], Profile.objects.get(registration__person__isnull=False))]:
            accept_ask(by=to, ask=ask_for_meeting(by=by, to=to, reason="Let us talk."))


def _joined(bilaterals: Bilaterals, registration: Registration) -> Profile:
    usual = {"headline": "", "about": "", "languages": ["en"], "half": "either", "wants_suggestions": True}
    return join_meetings(
        by=None, bilaterals=bilaterals, registration=registration, values=usual | {"away": []}
    )


def anna_asks_eve_who_accepts_by_her_mail(anna: Page, eve: Page) -> None:
    """Eve's mail program opens another browser, which nobody knows."""
    anna.goto(f"{AT}me/people/")
    anna.get_by_role("link", name="Eve", exact=True).click()
    anna.get_by_label("Why you want to meet").fill("We have a test bed on a ferry.")
    press(anna, "Ask for a meeting")
    expect(anna.get_by_text("Eve is asked.")).to_be_visible()
    eve.goto(link_to("eve@visitors.example", r"/answer/\S+/accept/"))
    press(eve, "Yes, let us meet")
    expect(eve.get_by_text("Thank you. You meet Anna; the time comes with the schedule.")).to_be_visible()


def the_schedule_is_proven_best_and_published(dora: Page) -> None:
    dora.goto(f"{AT}bilaterals/")
    press(dora, "Make a schedule")
    expect(dora.get_by_text("It waits for the worker.")).to_be_visible()
    with meanwhile():
        make(Proposal.objects.get().pk)
    dora.reload()
    expect(dora.get_by_text("Proven best:")).to_be_visible()
    publish(dora)
    with meanwhile():
        assert Booking.objects.count() == len(APART) * OTHERS + 2
        assert Ask.objects.filter(state="accepted").count() == Booking.objects.count()
        write_agendas(list(Profile.objects.values_list("pk", flat=True)), 1)  # more than a few: the worker's
        assert Letter.objects.filter(kind="bilateral-agenda").count() == OTHERS + 2


def publish(dora: Page) -> None:
    press(dora, "Publish, and tell those whose day changes")
    expect(dora.get_by_text("The schedule is published.")).to_be_visible()


def anna_subscribes(anna: Page) -> str:
    anna.goto(f"{AT}me/agenda/")
    expect(anna.get_by_role("link", name="Eve", exact=True)).to_be_visible()
    return anna.locator(".day-address").inner_text()


def summaries(address: str) -> list[str]:
    """Whom the subscribed calendar knows of."""
    with meanwhile():
        content = Client().get(address[address.index("/en/") if "/en/" in address else 0 :]).content.decode()
    return sorted(re.findall(r"SUMMARY(?:;[^:]*)?:1:1 meeting: (\S+)", content))


def whom_anna_meets() -> list[str]:
    with meanwhile():
        anna = Profile.objects.get(registration__person__isnull=False)
        others = Profile.objects.filter(bookings__booking__parties__profile=anna).exclude(pk=anna.pk)
        return sorted(others.values_list("registration__name", flat=True))


def somebody_cancels_and_the_repair_is_published(dora: Page) -> None:
    """Whom Anna would have met: she and a few others have a meeting less, and most people the same day."""
    dora.goto(f"{AT}bilaterals/changes/")
    dora.get_by_label("somebody cancels").check()
    dora.get_by_label("Who?").select_option(label="Guest-0")
    press(dora, "Repair the schedule")
    expect(dora.get_by_text("Proven least change")).to_be_visible()
    with meanwhile():
        Letter.objects.all().delete()
    publish(dora)
    with meanwhile():
        told = Letter.objects.filter(kind__in=["bilateral-agenda", "bilaterals-none"])
        names = set(told.values_list("name", flat=True))
        assert {"Anna", "Guest-0"} < names
        assert len(names) == 2 + 2 * len(APART)


def what_came_of_it_comes_back_by_mail(dora: Page, eve: Page) -> None:
    with meanwhile():
        ago = timedelta(days=40 + 31)
        Slot.objects.update(starts_at=F("starts_at") - ago, ends_at=F("ends_at") - ago)
        Event.objects.update(starts_at=F("starts_at") - ago, ends_at=F("ends_at") - ago)
        ask_everybody()
    eve.goto(link_to("eve@visitors.example", r"/answer/\S+/agreement/"))
    press(eve, "an agreement")
    expect(eve.get_by_text("Thank you. It is noted.")).to_be_visible()
    dora.goto(f"{AT}figures/")
    expect(dora.get_by_role("row", name=re.compile("an agreement"))).to_contain_text("1")
    with meanwhile():
        assert Outcome.objects.get().profile.registration.name == "Eve"
