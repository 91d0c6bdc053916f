"""Registers: decisions that are cited for ever, actions that are carried until somebody closes them."""

from __future__ import annotations

import io
import json
import threading
import time
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from corridor.kernel.audience import VISITOR
from corridor.kernel.errors import Conflict, NotFound, Refused
from corridor.kernel.journal import JournalEntry
from corridor.kernel.remembering import memory
from corridor.kernel.sheets import open_sheet
from corridor.kernel.waiting import waiting_for
from corridor.meetings.models import Action, AgendaItem, Decision, Invitation, Meeting, Minutes, Passage
from corridor.meetings.registers import actions, asking, queries
from corridor.meetings.registers.attendance import attendance_of
from corridor.members.models import GroupMembership, WorkingGroup
from corridor.members.queries import viewer_of
from corridor.post.answers import answer, answer_in_words
from corridor.post.models import Letter, Question
from tests.conftest import with_role
from tests.house.of_meetings import coming_meeting

GROUP = "/en/smart-connectivity/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(group, series) -> Meeting:
    """A meeting of the spring, open to everybody."""
    return past(group, series, date(2026, 3, 12), audience="public")


def past(group, series, day: date, **fields) -> Meeting:
    title = {"title": {"en": f"Plenary of {day}"}}
    return Meeting.objects.create(group=group, series=series, held_on=day, **title | fields)


def decided(by, meeting, text="We test in Lisbon.", **more) -> Decision:
    return actions.note_decision(by=by, meeting=meeting, text=text, **more)


def asked(by, meeting, owner, text="Ask the port of Lisbon.", **more) -> Action:
    return actions.note_action(by=by, meeting=meeting, text=text, owner=owner, **more)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


# Decisions


def test_a_decision_from_the_meeting_to_the_one_that_takes_its_place(browser_of, eve, dora, anna, held):
    """Tess' forms, Dora's steps, Anna reads, and Eve sees what is public only."""
    page, here = browser_of(dora), f"{GROUP}meetings/{held.pk}/"
    assert page.post(f"{here}decisions/", {"text": " "}).status_code == 422
    for text in ("We test in Lisbon.", "We test in Lisbon and in Turku."):
        assert page.post(f"{here}decisions/", {"text": text}).headers["Location"] == f"{here}outcomes/"
    assert [one.code for one in Decision.objects.all()] == ["D-2026-2", "D-2026-1"]
    second = f"{GROUP}decisions/D-2026-2/"
    assert page.post(f"{second}superseding/", {"older": "D-2026-9"}).status_code == 422
    assert page.post(f"{second}superseding/", {"older": "D-2026-1"}).status_code == 303
    back = page.post(f"{GROUP}decisions/D-2026-1/superseding/", {"older": "D-2026-2"})
    assert (back.status_code, "came after it" in text_of(back)) == (422, True)
    told = text_of(browser_of(anna).get(f"{GROUP}decisions/D-2026-1/"))
    assert "D-2026-2 has taken its place" in told
    assert "Smart Connectivity, D-2026-1" in told
    assert eve.get(f"{GROUP}decisions/D-2026-1/").status_code == 404
    old = Decision.objects.get(number=1)
    assert (
        page.post(f"{GROUP}decisions/D-2026-1/audience/", {"version": old.version, "audience": "public"})
        .headers["Location"]
        .endswith("D-2026-1/")
    )
    seen = text_of(eve.get(f"{GROUP}decisions/D-2026-1/"))
    assert "We test in Lisbon." in seen
    assert "superseded" in seen
    assert "D-2026-2" not in seen, "what took its place is for the group only"
    listed = json.loads(eve.get(f"{GROUP}decisions.json").content)
    assert [(one["code"], one["in_force"], one["superseded_by"]) for one in listed["decisions"]] == [
        ("D-2026-1", False, None)
    ]
    assert page.get(f"/en/journal/decision/{old.pk}/").status_code == 200
    assert eve.get(f"/en/journal/decision/{old.pk}/").status_code in (302, 404)


def test_wording_is_corrected_openly_and_by_one_person_at_a_time(browser_of, dora, cora, anna, held):
    """Case 34: what Cora saved meanwhile is shown beside what Dora wrote."""
    decision = decided(dora, held, "We test in Lisabon.")
    address = f"{GROUP}decisions/{decision.code}/wording/"
    mine = {"version": decision.version, "text": "We test in Lisbon in June."}
    assert browser_of(anna).post(address, mine).status_code == 404
    hers = mine | {"text": "We test in Lisbon."}
    assert browser_of(cora).post(address, hers).status_code == 303
    both = browser_of(dora).post(address, mine)
    assert both.status_code == 409
    assert "We test in Lisbon." in text_of(both)
    assert "We test in Lisbon in June." in text_of(both)
    assert Decision.objects.get().text == "We test in Lisbon."
    entry = JournalEntry.objects.get(verb="correct-decision")
    assert (entry.before["text"], entry.after["text"]) == ("We test in Lisabon.", "We test in Lisbon.")
    with pytest.raises(Conflict):
        actions.change_audience(by=dora, decision=decision, version=1, audience="public")
    with pytest.raises(Refused):
        actions.change_audience(by=dora, decision=decision, version=2, audience="hub")


def test_chains_are_shown_both_ways_and_never_closed(dora, group, held):
    chain = [decided(dora, held, f"Rule {n}") for n in range(4)]
    for older, newer in pairwise(chain):
        actions.supersede(by=dora, decision=newer, older=older)
        actions.supersede(by=dora, decision=newer, older=older)  # twice is once
    viewer = viewer_of(dora)
    before, after = queries.neighbours(viewer, chain[1])
    assert ([one.code for one in before], [one.code for one in after]) == (
        ["D-2026-1"],
        ["D-2026-3", "D-2026-4"],
    )
    for decision, older in ((chain[0], chain[3]), (chain[0], chain[0])):
        with pytest.raises(Refused):
            actions.supersede(by=dora, decision=decision, older=older)
    with pytest.raises(Conflict):
        decided(dora, held, supersedes=chain[1])
    assert Decision.objects.count() == 4, "the number of what was refused is free again"
    elsewhere = WorkingGroup.objects.create(slug="tides", name={"en": "Tides"})
    foreign = decided(dora, past(elsewhere, None, date(2026, 1, 1)))
    with pytest.raises(NotFound):
        actions.supersede(by=dora, decision=chain[0], older=foreign)
    assert foreign.code == "D-2026-1"


@pytest.mark.django_db(transaction=True)
def test_numbers_have_neither_gaps_nor_duplicates(group):
    """Twelve people note decisions and actions at once; every third attempt fails."""
    dora, meeting = with_role("Dora", group, "moderator"), past(group, None, date(2026, 3, 12))
    begin = threading.Barrier(4)

    def note() -> None:
        begin.wait()
        for n in range(6):
            try:
                decided(dora, meeting, "" if n % 3 == 0 else "Yes.")
            except Refused:
                asked(dora, meeting, None)
        connection.close()

    threads = [threading.Thread(target=note) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(Decision.objects.values_list("number", flat=True)) == list(range(1, 17))
    assert sorted(Action.objects.values_list("number", flat=True)) == list(range(1, 9))


def test_words_in_any_order_and_filters_find_a_decision(dora, group, series, held):
    autumn = past(group, None, date(2025, 10, 9))
    first = decided(dora, held, "Réseaux privés 5G dans les ports, à Lisbonne d'abord.")
    second = decided(dora, held, "The ports of Lisbon and Turku share a test plan.", supersedes=first)
    third = decided(dora, autumn, "Co-moderators are elected for a year.", audience="public")
    viewer = viewer_of(dora)

    def found(**wanted) -> list[Decision]:
        return list(queries.decisions_wanted(viewer, group, queries.Wanted(**wanted)).rows)

    assert found(q="turku lisb") == [second]
    assert found(q="PORTS") == [second, first]
    assert found(q=" d-2026-1 ") == [first]
    assert found(q="' | ! & :* ( zebra") == []
    assert found(q="\x00''") == [second, first, third]
    assert found(q="elektion") == []
    near = queries.decisions_wanted(viewer, group, queries.Wanted(q="comoderator electd"))
    assert (near.is_similar, list(near.rows)) == (True, [third])
    assert found(year=2025) == found(meeting=autumn.pk) == [third]
    assert found(series=series.pk, force="in-force") == [second]
    assert found(force="superseded") == [first]
    assert list(queries.decisions_wanted(VISITOR, group, queries.Wanted()).rows) == [third]


def test_a_register_of_200_is_searched_and_shown_quickly(browser_of, dora, anna, group, held):
    texts = [f"Hub number {n} tests private 5G in harbour {n % 7}." for n in range(200)]
    Decision.objects.bulk_create(
        Decision(group=group, year=2026, number=n, meeting=held, text=text, decided_on=held.held_on)
        for n, text in enumerate(texts, 1)
    )
    page = browser_of(anna)
    page.get(f"{GROUP}decisions/")
    begun = time.perf_counter()
    told = text_of(page.get(f"{GROUP}decisions/?q=harbour+tests+17&force=in-force"))
    assert time.perf_counter() - begun < 0.5  # usually 0.03
    assert "1 decision" in told
    many = queries_of(page, f"{GROUP}decisions/")
    Decision.objects.filter(number__gt=1).delete()
    assert queries_of(page, f"{GROUP}decisions/") == many <= 15


def queries_of(page, address: str) -> int:
    """Where the page is made anew."""
    memory.clear()
    with CaptureQueriesContext(connection) as counted:
        assert page.get(address).status_code == 200
    return len(counted)


# Actions


def test_an_action_is_told_answered_by_mail_and_closed(browser_of, dora, anna, ben, hub, group, coming):
    """Anna says "not yet" by the link, then writes a word, then says done in words of her own."""
    due = timezone.localdate() + timedelta(days=10)
    page, here = browser_of(dora), f"{GROUP}meetings/{coming.pk}/"
    form = {"text": "Ask the port of Lisbon.", "who": f"{anna.pk}-{hub.pk}", "due_on": due.isoformat()}
    assert page.post(f"{here}actions/", form | {"who": f"{anna.pk}-999"}).status_code == 422
    assert page.post(f"{here}actions/", form | {"back": "//evil.example/"}).headers["Location"] == (
        f"{here}outcomes/"
    )
    action = Action.objects.get()
    letter = Letter.objects.get(to=anna.email)
    assert (letter.subject, "Ask the port of Lisbon." in letter.text) == (
        f"For you: {action.code} in Smart Connectivity",
        True,
    )
    first = Question.objects.get()
    answer(key=first.plain_key, choice="no")
    (item,) = waiting_for(anna, viewer_of(anna))
    assert (item.title, item.due, [tap.label for tap in item.answers]) == (action.text, due, ["Done"])
    assert (
        browser_of(ben).post(f"{GROUP}actions/{action.code}/closing/", {"state": "done"}).status_code == 404
    )

    Action.objects.update(due_on=timezone.localdate() + timedelta(days=3), noted_on=date(2026, 1, 1))
    assert (asking.remind(), asking.remind()) == (1, 0)
    second = Question.objects.latest("pk")
    answer_in_words(key=second.plain_key, text="The port answers on Friday.")
    answer_in_words(key=second.plain_key, text="They answer on Monday now.")
    assert "They answer on Monday now." in text_of(browser_of(ben).get(f"{GROUP}actions/{action.code}/"))
    Action.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert (asking.remind(), asking.remind()) == (1, 0)
    assert Letter.objects.filter(subject=f"Overdue: {action.code} in Smart Connectivity").count() == 1
    third = Question.objects.latest("pk")
    answer_in_words(key=third.plain_key, text="Done. They let us in from the first of June, all three of us.")
    action.refresh_from_db()
    assert (action.state, action.closed_by, action.closing_note[:5]) == ("done", anna, "Done.")
    assert (waiting_for(anna, viewer_of(anna)), asking.remind()) == ([], 0)


def test_one_tap_closes_and_those_who_lead_change_and_open_again(
    browser_of, dora, tess, anna, ben, hub, held
):
    action = asked(dora, held, anna, hub=hub)
    address = f"{GROUP}actions/{action.code}/"
    (item,) = waiting_for(anna, viewer_of(anna))
    tap = item.answers[0]
    for _ in range(2):
        assert browser_of(anna).post(tap.url, dict(tap.fields)).status_code == 303
    assert browser_of(dora).post(f"{address}closing/", {"state": "dropped"}).status_code == 409
    assert browser_of(dora).post(f"{address}closing/", {"state": "open"}).status_code == 422
    form = {"version": 2, "text": action.text, "who": f"{ben.pk}-{hub.pk}", "due_on": "2026-12-24"}
    assert browser_of(tess).post(f"{address}edit/", form).status_code == 409, "it is closed"
    assert browser_of(tess).post(f"{address}reopening/").status_code == 303
    stale = browser_of(tess).post(f"{address}edit/", form)
    assert (stale.status_code, 'value="3"' in stale.content.decode()) == (409, True)
    assert browser_of(tess).post(f"{address}edit/", form | {"version": 3}).status_code == 303
    action.refresh_from_db()
    assert (action.owner, action.due_on) == (ben, date(2026, 12, 24))
    assert Letter.objects.filter(to=ben.email).count() == 1
    assert "Ben" in text_of(browser_of(anna).get(address))


def test_whoever_has_left_answers_no_more_and_gets_nothing_new(dora, anna, carla, held, hub, group):
    asked(dora, held, anna)
    question = Question.objects.get()
    GroupMembership.objects.update(until=date(2026, 1, 1))
    with pytest.raises(NotFound):
        answer(key=question.plain_key, choice="yes")
    assert not waiting_for(anna, viewer_of(anna))
    with pytest.raises(Refused):
        asked(dora, held, carla)
    with pytest.raises(Refused):
        asked(dora, held, None, hub=hub)


def test_open_actions_are_carried_and_filtered(browser_of, dora, anna, ben, hub, group, series, held):
    old = asked(dora, held, anna, "Write to Lisbon.", due_on=date(2026, 4, 1))
    for day in (date(2026, 4, 10), date(2026, 5, 8), date(2026, 6, 12)):
        past(group, series, day)
    past(group, None, date(2026, 6, 1))
    coming_meeting(group, series)
    new = asked(dora, Meeting.objects.get(held_on=date(2026, 6, 12)), ben, "Write to Turku.", hub=hub)
    done = asked(dora, held, ben, "Write to Athens.")
    actions.close_action(by=ben, action=done, state="done", note="Sent.")
    assert queries.carried(group, [old, new]) == {old.pk: 3, new.pk: 0}
    assert list(queries.open_actions(group)) == [old, new]
    assert list(queries.actions_of(anna)) == [old]

    def found(**wanted) -> list[Action]:
        return list(queries.actions_wanted(group, queries.Wanted(**wanted)).rows)

    assert found(state="overdue") == [old]
    assert found(state="done") == found(q="athens", state="all") == [done]
    assert found(hub=hub.pk, state="open") == found(owner=ben.pk, state="open") == [new]
    assert found(q="write tur", state="open") == [new]
    told = text_of(browser_of(ben).get(f"{GROUP}actions/"))
    assert "open for 3 meetings" in told
    assert "Athens" not in told
    assert "Sent." in text_of(browser_of(ben).get(f"{GROUP}actions/{done.code}/"))
    page = browser_of(ben)
    page.get(f"{GROUP}actions/")
    few = queries_of(page, f"{GROUP}actions/?state=open")
    for n in range(28):
        asked(dora, held, anna, f"Write to {n}.", hub=hub)
    assert queries_of(page, f"{GROUP}actions/?state=open") == few


# Exports


def test_exports_hold_text_only_and_tell_each_what_they_may_see(
    browser_of, eve, dora, anna, carla, hub, held
):
    """Case 20: what looks like a formula is a text, in the sheet and after reading it again."""
    evil = '=cmd|"/C calc"!A0'
    decided(dora, held, evil)
    decided(dora, held, "@SUM(1)", audience="public")
    asked(dora, held, anna, "+1+1", hub=hub)
    page = browser_of(anna)
    for name, word in (("decisions", evil), ("actions", "+1+1"), ("attendance", "Nordlys")):
        answered = page.get(f"{GROUP}{name}.xlsx")
        assert answered.headers["Content-Disposition"].endswith(f'smart-connectivity-{name}.xlsx"')
        cells = [cell for row in open_sheet(answered.content).rows for cell in row.cells]
        assert word in cells, "and no cell is a formula, which would have been refused"
        assert json.loads(page.get(f"{GROUP}{name}.json").content)["group"] == "smart-connectivity"
    (row,) = open_sheet(eve.get(f"{GROUP}decisions.xlsx").content).rows
    assert "@SUM(1)" in row.cells
    assert [one["text"] for one in json.loads(page.get(f"{GROUP}decisions.json").content)["decisions"]] == [
        "@SUM(1)",
        evil,
    ]
    for name in ("actions", "attendance"):
        for kind in ("xlsx", "json"):
            assert browser_of(carla).get(f"{GROUP}{name}.{kind}").status_code == 404
    import zipfile

    with zipfile.ZipFile(io.BytesIO(page.get(f"{GROUP}decisions.xlsx").content)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


# Attendance


def test_attendance_by_hub_over_time(browser_of, anna, ben, carla, dora, hub, other_hub, group, series, held):
    """Nordlys came once, was excused once, missed one and was not asked to one; Sørvest joined later; of
    June nothing was noted."""
    GroupMembership.objects.create(group=group, hub=other_hub, since=date(2026, 5, 1))
    april, may, _june, july = (past(group, series, date(2026, month, 8)) for month in (4, 5, 6, 7))
    rows = [
        (held, anna, hub, {"came": False}),
        (held, ben, hub, {"came": True}),
        (april, anna, hub, {"came": False, "reply": "declined"}),
        (april, dora, None, {"came": True}),
        (april, carla, other_hub, {"came": True}),
        (may, anna, hub, {"came": False}),
        (may, carla, other_hub, {"came": True}),
        (july, carla, other_hub, {"came": True}),
    ]
    Invitation.objects.bulk_create(
        Invitation(meeting=meeting, person=person, hub=of, **said) for meeting, person, of, said in rows
    )
    found = attendance_of(group)
    assert [one.held_on for one in found.meetings] == [one.held_on for one in (july, may, april, held)]
    nordlys, sorvest = found.hubs
    assert nordlys.cells == ("not-invited", "absent", "excused", "came")
    assert (nordlys.came, nordlys.counted, nordlys.share) == (1, 3, 33)
    assert sorvest.cells == ("came", "came", "no-member", "no-member")
    assert sorvest.share == 100
    assert found.present == [1, 1, 0, 1]
    told = text_of(browser_of(anna).get(f"{GROUP}attendance/?series=plenary"))
    assert "33 %" in told
    assert "not a member" in told
    assert browser_of(carla).get(f"{GROUP}attendance/").status_code == 200
    GroupMembership.objects.filter(hub=other_hub).delete()
    assert browser_of(carla).get(f"{GROUP}attendance/").status_code == 404


# A year


def test_a_year_in_one_document_tells_each_reader_what_is_theirs(
    browser_of, eve, dora, anna, group, series, held
):
    for meeting, audience in ((held, "public"), (past(group, series, date(2026, 4, 8)), "group")):
        minutes = Minutes.objects.create(
            meeting=meeting, audience=audience, state="approved", approved_at=timezone.now()
        )
        Passage.objects.create(minutes=minutes, text=f"Said on {meeting.held_on}.")
    draft = Minutes.objects.create(meeting=past(group, series, date(2026, 5, 8), audience="public"))
    Passage.objects.create(minutes=draft, text="Not yet approved.")
    decided(dora, held, "For everybody.", audience="public")
    decided(dora, held, "For the group.")
    asked(dora, held, anna, "Write to Lisbon.")
    page = f"{GROUP}years/2026/"
    public, inside = text_of(eve.get(page)), text_of(browser_of(anna).get(page))
    for word, seen in (
        ("For everybody.", True),
        ("Said on 2026-03-12.", True),
        ("For the group.", False),
        ("Said on 2026-04-08.", False),
        ("Write to Lisbon.", False),
    ):
        assert (word in public, word in inside) == (seen, True), word
    assert "Not yet approved." not in public + inside
    assert eve.get(f"{GROUP}years/2020/").status_code == eve.get(f"{GROUP}years/99999/").status_code == 404
    year = queries.year_of(group, 2026, viewer_of(anna))
    assert [len(one.passages) for one in year.meetings] == [1, 1, 0]
    assert [one.code for one in year.decisions] == ["D-2026-1", "D-2026-2"]
    assert year.others == []


def test_noting_in_the_flow_gives_back_a_part_of_the_page(browser_of, dora, anna, held):
    page, here = browser_of(dora), f"{GROUP}meetings/{held.pk}/"
    part = page.post(f"{here}decisions/", {"text": "So be it."}, headers={"HX-Request": "true"})
    assert (part.status_code, "<html" in part.content.decode()) == (200, False)
    assert "D-2026-1 is noted." in text_of(part)
    empty = page.post(f"{here}actions/", {"text": ""}, headers={"HX-Request": "true"})
    assert (empty.status_code, "errorlist" in empty.content.decode()) == (200, True)
    back = page.post(f"{here}actions/", {"text": "Do it.", "back": f"{here}minutes/"})
    assert back.headers["Location"] == f"{here}minutes/"
    assert browser_of(anna).get(f"{here}outcomes/").status_code == 200
    assert browser_of(anna).post(f"{here}decisions/", {"text": "Mine."}).status_code == 404


# Finding in everything


def test_a_member_finds_last_years_words_and_a_stranger_does_not(
    browser_of, eve, dora, anna, carla, group, series, held
):
    """In a title, in the minutes, in an action; a passage for the public is found by everybody."""
    last_year = past(group, series, date(2025, 6, 3), audience="group")
    said = {
        (last_year, "group", "Roaming"): "We order a first test SIM\n\nand <b>wait</b>.",
        (held, "public", "Ports"): "A roaming agreement is the test; the SIM follows.",
    }
    for (meeting, audience, title), text in said.items():
        minutes = Minutes.objects.create(
            meeting=meeting, audience=audience, state="approved", approved_at=timezone.now()
        )
        item = AgendaItem.objects.create(meeting=meeting, title=title)
        Passage.objects.create(minutes=minutes, item=item, text=text)
    asked(dora, last_year, anna, "Order the roaming test SIMs.")
    decided(dora, held, "One test SIM for roaming each.", audience="network")
    page = f"{GROUP}meetings/search/?q=roaming+test+SIM"
    inside, network, public = (
        text_of(one.get(page)) for one in (browser_of(anna), browser_of(carla), browser_of(None))
    )
    for code, seen in (("A-2025-1", False), ("We order", False), ("D-2026-1", False), ("agreement", True)):
        assert code in inside, code
        assert (code in public) == seen, code
    assert inside.index("agreement") < inside.index("We order"), "the newest first"
    assert "first <mark>test</mark> <mark>SIM</mark>" in inside
    assert "<b>" not in inside
    assert f"/meetings/{last_year.pk}/minutes/#passage-" in inside
    assert (inside.count("<li><p class="), public.count("<li><p class=")) == (4, 1)
    assert ("D-2026-1" in network, "We order" in network, "A-2025-1" in network) == (True, False, False)
    assert "Nothing that you can read" in text_of(eve.get(f"{GROUP}meetings/search/?q=SIMs"))
    by_code = text_of(browser_of(anna).get(f"{GROUP}meetings/search/?q=d-2026-1"))
    assert ("One test SIM" in by_code, by_code.count("register-code")) == (True, 1)
    similar = text_of(browser_of(anna).get(f"{GROUP}meetings/search/?q=roamink"))
    assert "these have similar ones" in similar
    assert browser_of(anna).get(f"{GROUP}meetings/search/?q=%00%27%20%26%20!*:").status_code == 200


def test_finding_asks_as_often_for_many_as_for_one(browser_of, dora, anna, held):
    minutes = Minutes.objects.create(meeting=held)
    Passage.objects.create(minutes=minutes, text="Lisbon.")
    counted = []
    for times in (1, 15):
        for n in range(times):
            decided(dora, held, f"Lisbon {n}.")
            asked(dora, held, anna, f"Go to Lisbon {n}.")
            item = AgendaItem.objects.create(meeting=held, title=f"Lisbon {n}")
            Passage.objects.create(minutes=minutes, item=item, text="So be it.")
        client = browser_of(anna)
        client.get(GROUP)
        memory.clear()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"{GROUP}meetings/search/?q=lisbon").status_code == 200
        counted.append(len(captured))
    assert counted[0] == counted[1]
