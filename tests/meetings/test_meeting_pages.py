"""Meetings as those who come see them, and as those who prepare them plan, change and cancel them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from corridor.kernel.journal import JournalEntry
from corridor.meetings.models import Meeting, Series
from tests.house.of_meetings import coming_meeting

AT = "/en/smart-connectivity/meetings/"


def words(response) -> str:
    """The text of a page as one line."""
    spaced = re.sub(r"</(dt|dd|p|li|h\d)>|<br>", r" \g<0>", response.content.decode())
    return re.sub(r"\s+", " ", strip_tags(spaced))


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def filled_in(**fields) -> dict[str, str]:
    given = {
        "title_en": "Tests across borders",
        "held_on": "2027-01-14",
        "begins": "14:00",
        "ends": "15:30",
        "zone": "Europe/Brussels",
        "language": "en",
        "audience": "group",
        "version": "1",
    }
    return given | fields


def test_case_37_everybody_reads_the_time_where_they_are(coming, seven_hubs):
    told = {one.person.time_zone: words(signed_in(one.person).get(f"{AT}{coming.pk}/")) for one in seven_hubs}
    assert "13:00–14:30 your time (Lisbon) 14:00–15:30 in Brussels" in told["Europe/Lisbon"]
    assert "15:00–16:30 your time (Helsinki) 14:00–15:30 in Brussels" in told["Europe/Helsinki"]
    assert "13:00–14:30 your time (Canary) 14:00–15:30 in Brussels" in told["Atlantic/Canary"]
    assert "14:00–15:30 your time (Madrid)" in told["Europe/Madrid"]
    assert "in Brussels" not in told["Europe/Madrid"]
    assert "14:00–15:30 Brussels" in told["Europe/Brussels"]


@pytest.mark.parametrize("page", [AT, "/en/smart-connectivity/"])
def test_the_registers_are_found_beside_the_meetings(page, coming, anna):
    registers = ["decisions", "actions", "attendance"]
    for client, opened in ((signed_in(anna), registers), (Client(), registers[:1])):
        html = client.get(page).content.decode()
        found = [one for one in registers if f'href="/en/smart-connectivity/{one}/"' in html]
        assert found == opened
        assert all(client.get(f"/en/smart-connectivity/{one}/").status_code == 200 for one in opened)


def test_a_meeting_of_the_group_is_not_there_for_others(coming, carla, anna):
    assert signed_in(anna).get(f"{AT}{coming.pk}/").status_code == 200
    assert signed_in(carla).get(f"{AT}{coming.pk}/").status_code == 404
    assert Client().get(f"{AT}{coming.pk}/").status_code == 404
    assert Client().get(f"/en/another/meetings/{coming.pk}/").status_code == 404
    assert Client().get(f"{AT}{'9' * 30}/").status_code == 404


def test_the_link_to_join_is_for_the_group_alone(coming, anna, otto, carla):
    Meeting.objects.filter(pk=coming.pk).update(audience="public")
    for person in (anna, otto):
        assert coming.link in signed_in(person).get(f"{AT}{coming.pk}/").content.decode()
    pages = [f"{AT}{coming.pk}/", AT, f"{AT}{coming.pk}.ttl", f"{AT}{coming.pk}.jsonld", f"{AT[:-1]}.ics"]
    pages += [f"{AT[:-1]}.atom", "/en/", "/en/smart-connectivity/"]
    for client in (Client(), signed_in(carla)):
        for page in pages:
            answer = client.get(page)
            assert (answer.status_code, coming.link in answer.content.decode()) == (200, False), page


def test_dora_makes_a_series_and_plans_its_first_meeting(group, dora):
    browser = signed_in(dora)
    assert "No meeting is planned yet" in words(browser.get(AT))
    rules = {"language": "fr", "usual_minutes": 60, "audience": "network", "approval": "meeting"}
    given = rules | {"name_en": "Task force", "silence_days": 10, "quorum": 40, "version": 0}
    assert browser.post(f"{AT}series/new/", given | {"name_en": ""}).status_code == 422
    answer = browser.post(f"{AT}series/new/", given)
    assert (answer.status_code, answer["Location"]) == (303, f"{AT}series/task-force/")
    made = Series.objects.get(group=group)
    assert (made.language, made.approval, made.quorum, made.audience) == ("fr", "meeting", 40, "network")
    assert browser.post(f"{AT}series/new/", given)["Location"] == f"{AT}series/task-force-2/"

    form = browser.get(f"{AT}new/?series=task-force").context["form"]
    assert (form.initial["series"], form.initial["language"]) == (made.pk, "fr")
    answer = browser.post(f"{AT}new/", filled_in(series=made.pk, place="Lyon", version=0))
    meeting = Meeting.objects.get()
    assert answer["Location"] == f"{AT}{meeting.pk}/"
    assert (meeting.state, meeting.held_on, meeting.series) == ("fixed", date(2027, 1, 14), made)
    assert meeting.starts_at.isoformat() == "2027-01-14T13:00:00+00:00"
    assert JournalEntry.objects.get(verb="plan-meeting").after["place"] == "Lyon"
    assert "Tests across borders" in words(browser.get(f"{AT}series/task-force/"))


def test_a_meeting_without_a_date_is_a_draft_until_it_has_one(group, dora, anna, carla):
    nothing = {"held_on": "", "begins": "", "ends": "", "audience": "public"}
    signed_in(dora).post(f"{AT}new/", filled_in(version=0, **nothing))
    draft = Meeting.objects.get()
    assert draft.state == "draft"
    assert "The date is not fixed yet." in words(signed_in(anna).get(AT))
    for client in (Client(), signed_in(carla)):
        assert client.get(f"{AT}{draft.pk}/").status_code == 404, "for the public only when it has a date"
    answer = signed_in(dora).post(f"{AT}{draft.pk}/edit/", filled_in(audience="public"))
    draft.refresh_from_db()
    assert (answer.status_code, draft.state, draft.revision) == (303, "fixed", 1)
    assert Client().get(f"{AT}{draft.pk}/").status_code == 200
    answer = signed_in(dora).post(f"{AT}{draft.pk}/edit/", filled_in(version=2, **nothing))
    assert (answer.status_code, "not taken away" in words(answer)) == (422, True)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"held_on": ""}, "On which day is it?"),
        ({"ends": ""}, "Say when it begins and when it ends"),
        ({"ends": "13:00"}, "It cannot end before it begins."),
        ({"zone": "Mars/Olympus"}, "Select a valid choice"),
        ({"link": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"audience": "hub"}, "Select a valid choice"),
        ({"series": "999999"}, "Select a valid choice"),
        ({"title_en": "\x00 "}, "Null characters are not allowed"),
    ],
)
def test_what_cannot_be_planned_is_said_beside_its_field(group, dora, given, told):
    answer = signed_in(dora).post(f"{AT}new/", filled_in(version=0, **given))
    assert (answer.status_code, Meeting.objects.count()) == (422, 0)
    assert told in words(answer)


def test_case_37_a_time_that_does_not_exist_is_refused_and_one_that_comes_twice_is_the_first(group, dora):
    browser = signed_in(dora)
    never = filled_in(held_on="2027-03-28", begins="02:30", ends="04:00", version=0)
    answer = browser.post(f"{AT}new/", never)
    assert answer.status_code == 422
    assert "the clocks in Brussels are put forward: 02:30 does not exist there." in words(answer)
    twice = filled_in(held_on="2026-10-25", begins="02:30", ends="04:00", version=0)
    answer = browser.get(browser.post(f"{AT}new/", twice)["Location"])
    assert "clocks in Brussels are put back, and 02:30 comes twice. The first is taken." in words(answer)
    meeting = Meeting.objects.get()
    assert meeting.starts_at.isoformat() == "2026-10-25T00:30:00+00:00"
    assert meeting.minutes_long == 150, "the hour that comes twice is in between"


def test_case_34_two_who_edit_at_once_lose_nothing(coming, dora, cora):
    hers, his = signed_in(dora), signed_in(cora)
    given = filled_in(held_on=coming.held_on.isoformat(), version=coming.version)
    assert hers.post(f"{AT}{coming.pk}/edit/", given | {"place": "Ghent"}).status_code == 303
    answer = his.post(f"{AT}{coming.pk}/edit/", given | {"place": "Lyon", "begins": "13:00"})
    assert answer.status_code == 409
    told = {one["label"]: (one["stored"], one["written"]) for one in answer.context["differing"]}
    assert told == {"Place": ("Ghent", "Lyon"), "Begins": ("14:00", "13:00")}
    coming.refresh_from_db()
    assert coming.place == "Ghent"
    again = {"place": "Lyon", "version": answer.context["form"]["version"].value()}
    assert his.post(f"{AT}{coming.pk}/edit/", given | again).status_code == 303
    coming.refresh_from_db()
    assert (coming.place, coming.version) == ("Lyon", 3)


def test_only_what_participants_need_to_know_is_a_new_revision(coming, dora):
    browser, given = signed_in(dora), filled_in(held_on=coming.held_on.isoformat())
    same = given | {"place": coming.place, "link": coming.link, "version": "1"}
    browser.post(f"{AT}{coming.pk}/edit/", same | {"note_en": "Bring a laptop."})
    coming.refresh_from_db()
    assert (coming.version, coming.revision) == (2, 0)
    secret = {"link": "https://meet.example.org/qzgeheim", "version": "2"}
    browser.post(f"{AT}{coming.pk}/edit/", same | {"note_en": "Bring a laptop."} | secret)
    coming.refresh_from_db()
    assert (coming.version, coming.revision) == (3, 1)
    entry = JournalEntry.objects.filter(verb="edit-meeting").first()
    assert (entry.before, entry.after) == ({"link": "…"}, {"link": "…"}), "who knows the link can join"
    told = words(browser.get(f"/en/journal/meeting/{coming.pk}/"))
    assert "Meeting changed" in told
    assert "Bring a laptop." in told


def test_who_would_gain_a_meeting_is_shown_before_it_is_saved(coming, dora, carla):
    given = filled_in(held_on=coming.held_on.isoformat(), audience="network", version=1)
    answer = signed_in(dora).post(f"{AT}{coming.pk}/edit/", given)
    assert answer.status_code == 422
    assert "Carla would gain it." in words(answer)
    coming.refresh_from_db()
    assert coming.audience == "group"
    answer = signed_in(dora).post(f"{AT}{coming.pk}/edit/", given | {"audience_seen": "network"})
    coming.refresh_from_db()
    assert (answer.status_code, coming.audience) == (303, "network")


def test_a_cancelled_meeting_says_why_and_stays_cancelled(coming, dora, anna):
    browser = signed_in(dora)
    assert browser.post(f"{AT}{coming.pk}/cancellation/", {"reason": " "}).status_code == 422
    browser.post(f"{AT}{coming.pk}/cancellation/", {"reason": "A strike of the railways."})
    coming.refresh_from_db()
    assert (coming.state, coming.revision) == ("cancelled", 1)
    assert "A strike of the railways." in words(signed_in(anna).get(f"{AT}{coming.pk}/"))
    assert "Cancelled" in words(signed_in(anna).get(AT))
    assert browser.post(f"{AT}{coming.pk}/cancellation/", {"reason": "Again"}).status_code == 409
    answer = browser.post(f"{AT}{coming.pk}/edit/", filled_in(version=2))
    assert (answer.status_code, "Plan a new one" in words(answer)) == (409, True)


def test_members_read_and_only_those_who_prepare_change(coming, series, anna, otto, finn, gil, tess, carla):
    addresses = [f"{AT}new/", f"{AT}series/new/", f"{AT}series/plenary/edit/"]
    addresses += [f"{AT}{coming.pk}/edit/", f"{AT}{coming.pk}/cancellation/"]
    for person in (anna, otto, finn, gil, carla):
        browser = signed_in(person)
        assert {browser.get(one).status_code for one in addresses} == {404}
        assert {browser.post(one, filled_in()).status_code for one in addresses} == {404}
    assert {signed_in(tess).get(one).status_code for one in addresses} == {200}


def test_a_meeting_leads_to_those_before_and_after_it(coming, series, group, anna):
    before = coming_meeting(
        group, series, title={"en": "Kick-off"}, held_on=date(2024, 4, 25), starts_at=None, ends_at=None
    )
    page = words(signed_in(anna).get(f"{AT}{coming.pk}/"))
    assert "Before Kick-off 25 April 2024" in page
    assert "After Tests across borders" in words(signed_in(anna).get(f"{AT}{before.pk}/"))


def test_thirty_meetings_cost_no_more_queries_than_one(coming, series, group, anna):
    browser = signed_in(anna)

    def cost(page: str) -> int:
        browser.get(page)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(page).status_code == 200
        return len(queries)

    pages = [AT, f"{AT}series/plenary/", f"{AT}{coming.pk}/"]
    few = [cost(page) for page in pages]
    day = timezone.localdate()
    Meeting.objects.bulk_create(
        Meeting(group=group, series=series, title={"en": f"No {n}"}, held_on=day - timedelta(days=30 * n))
        for n in range(1, 31)
    )
    assert [cost(page) for page in pages] == few
