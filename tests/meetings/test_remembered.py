"""Registers and minutes are remembered: nobody sees what was, and nobody what is for others."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from corridor.kernel.audience import Audience
from corridor.kernel.remembering import TOKEN, memory
from corridor.meetings.minutes import actions as minutes_actions
from corridor.meetings.models import Action, AgendaItem, Comment, Decision, Meeting, Minutes, Passage
from corridor.meetings.registers import actions, queries
from corridor.meetings.registers.views import decisions as decisions_views
from corridor.members.models import GroupMembership, GroupRole, WorkingGroup
from tests.conftest import SINCE

GROUP = "/en/smart-connectivity/"
DAY = date(2026, 3, 12)
FORM = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_remembered():
    memory.clear()
    yield
    memory.clear()


@pytest.fixture
def held(group, series) -> Meeting:
    return Meeting.objects.create(
        group=group, series=series, held_on=DAY, title={"en": "Plenary of March"}, audience="public"
    )


@pytest.fixture
def noted(held, dora, cora, anna, ben, hub, series) -> Minutes:
    """Approved minutes with a correction, a comment, a decision and an action of Anna's; others before."""
    item = AgendaItem.objects.create(meeting=held, title="The port of Narvik")
    now = timezone.now()
    minutes = Minutes.objects.create(meeting=held, state="approved", approved_at=now, audience="public")
    passage = Passage.objects.create(minutes=minutes, item=item, text="The harbour is ready.", version=1)
    minutes_actions.correct_passage(
        by=dora, passage=passage, version=1, text="The harbour was ready.", reason="Grammar"
    )
    Comment.objects.create(minutes=minutes, passage=passage, by=ben, text="Well done", settled_by=cora)
    actions.note_decision(by=dora, meeting=held, item=item, text="The harbour is tested.", audience="public")
    actions.note_action(by=dora, meeting=held, item=item, text="Ask the harbour.", owner=anna, hub=hub)
    before = Meeting.objects.create(
        group=held.group, series=series, held_on=DAY - timedelta(days=30), title={"en": "Of February"}
    )
    Minutes.objects.create(meeting=before, state="approved", approved_at=now, approved_in=held)
    Minutes.objects.filter(pk=minutes.pk).update(
        approved_in=Meeting.objects.create(group=held.group, held_on=DAY + timedelta(days=30))
    )
    return minutes


def pages(minutes: Minutes) -> list[str]:
    return [
        f"{GROUP}decisions/",
        f"{GROUP}actions/",
        f"{GROUP}meetings/search/?q=harbour",
        f"{GROUP}meetings/{minutes.meeting_id}/minutes/",
    ]


def shown(client: Client, address: str) -> str:
    """Without what is new on every page."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return FORM.sub("", answer.content.decode())


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount >= 1, statement


# For whom


def test_the_same_is_shown_again_without_being_read_again(browser_of, anna, ben, noted):
    first, second = browser_of(anna), browser_of(ben)
    for address in pages(noted):
        made = shown(first, address)
        with CaptureQueriesContext(connection) as asked:
            again = shown(second, address)
        assert made.split("<main")[1] == again.split("<main")[1], address
        texts = [one["sql"] for one in asked if '"text"' in one["sql"] or "headline" in one["sql"]]
        assert texts == [], address


def test_each_sees_what_is_for_them_whoever_looked_before(
    browser_of, eve, anna, carla, otto, dora, held, noted
):
    """Anna of the group, Carla of the network, Eve of nowhere; whoever comes first."""
    said = {
        audience: actions.note_decision(
            by=dora, meeting=held, text=f"Harbour for {audience}.", audience=audience
        )
        for audience in (Audience.GROUP, Audience.NETWORK, Audience.PUBLIC)
    }
    readers = {"anna": browser_of(anna), "otto": browser_of(otto), "carla": browser_of(carla), "eve": eve}
    sees = {"anna": 3, "otto": 3, "carla": 2, "eve": 1}
    for order in (list(readers), list(readers)[::-1], list(readers)):
        for address in (f"{GROUP}decisions/", f"{GROUP}meetings/search/?q=harbour"):
            for name in order:
                page = shown(readers[name], address)
                assert sum(f"Harbour for {one}." in page for one in said) == sees[name], (name, address)
                is_inside = name in ("anna", "otto")
                assert (f"{GROUP}actions/" in page.split("<main")[1]) == is_inside, (name, address)
    for name in ("carla", "eve"):
        assert readers[name].get(f"{GROUP}actions/").status_code in (302, 404)
        minutes = shown(readers[name], pages(noted)[3])
        hidden = ("Ask the harbour.", "Well done", "(Dora)", "Of February")
        assert [text for text in hidden if text in minutes] == [], name
    assert "Ask the harbour." in shown(readers["anna"], pages(noted)[3])


def test_a_narrowed_audience_hides_at_once(browser_of, eve, dora, noted):
    decision = Decision.objects.get()
    for address in (pages(noted)[0], pages(noted)[2], pages(noted)[3]):
        assert "The harbour is tested." in shown(eve, address)
    actions.change_audience(by=dora, decision=decision, version=decision.version, audience="group")
    for address in (pages(noted)[0], pages(noted)[2], pages(noted)[3]):
        assert "The harbour is tested." not in shown(eve, address)
        assert "The harbour is tested." in shown(browser_of(dora), address)
    Minutes.objects.update(audience="group")
    assert "The harbour was ready." not in shown(eve, pages(noted)[3])
    assert "The harbour was ready." not in shown(eve, pages(noted)[2])


def test_whoever_leaves_the_group_sees_it_no_longer(browser_of, anna, hub, noted):
    client = browser_of(anna)
    assert "Ask the harbour." in shown(client, pages(noted)[1])
    GroupMembership.objects.filter(hub=hub).update(until=timezone.localdate() - timedelta(days=1))
    assert client.get(pages(noted)[1]).status_code == 404
    assert "Ask the harbour." not in shown(client, pages(noted)[3])


def test_two_groups_do_not_mix(browser_of, anna, dora, hub, noted):
    tides = WorkingGroup.objects.create(slug="tides", name={"en": "Tides"})
    GroupMembership.objects.create(group=tides, hub=hub, since=SINCE)
    GroupRole.objects.create(person=dora, group=tides, role="moderator", since=SINCE)
    there = Meeting.objects.create(group=tides, held_on=DAY, title={"en": "Of tides"}, audience="public")
    actions.note_decision(by=dora, meeting=there, text="Harbours rise.", audience="public")
    client = browser_of(anna)
    for path in ("decisions/", "meetings/search/?q=harbour"):
        ours, theirs = shown(client, GROUP + path), shown(client, f"/en/tides/{path}")
        assert ("The harbour is tested." in ours, "Harbours rise." in ours) == (True, False)
        assert ("The harbour is tested." in theirs, "Harbours rise." in theirs) == (False, True)
        assert "smart-connectivity/decisions" not in theirs


def test_forms_carry_the_readers_own_token(cora, dora, noted):
    """Two who lead share the page and not what protects them from forged requests."""
    tokens = []
    for somebody in (dora, cora):
        client = Client(enforce_csrf_checks=True)
        client.force_login(somebody)
        page = client.get(pages(noted)[3]).content.decode()
        assert TOKEN not in page
        tokens += (token := set(FORM.findall(page.split("<main")[1])))
        sent = {"audience": "network", "csrfmiddlewaretoken": token.pop()}
        assert client.post(f"{pages(noted)[3]}audience/", sent).status_code == 303
    assert len(set(tokens)) == len(tokens) == 2
    assert not any(token in text for token in tokens for _rows, text in memory._parts.values())


# As it is now


def test_dora_closes_an_action_and_ben_sees_it_at_once(browser_of, dora, ben, noted):
    client, action = browser_of(ben), Action.objects.get()
    addresses = [pages(noted)[1], f"{GROUP}actions/?state=done", f"{GROUP}meetings/search/?q=harbour"]
    before = [shown(client, address) for address in addresses]
    assert ["Ask the harbour." in page for page in before] == [True, False, True]
    actions.close_action(by=dora, action=action, state="done", note="They said yes.")
    after = [shown(client, address) for address in addresses]
    assert ["Ask the harbour." in page for page in after] == [False, True, True]
    actions.reopen_action(by=dora, action=action)
    assert [shown(client, address) for address in addresses] == before
    assert 'label is-second">done' not in after[0]


CHANGES = (
    "update meetings_decision set text = 'A quay is tested by the harbour.'",
    "update meetings_action set due_on = '2026-05-01'",
    "update people_person set name = 'Anna of Oslo' where name = 'Anna'",
    "update people_person set name = 'Dora of Turku' where name = 'Dora'",
    "update members_hub set name = 'Sørlys' where slug = 'nordlys'",
    """update members_workinggroup set name = '{"en": "Cleverness"}'""",
    """update meetings_meeting set title = '{"en": "Of spring"}' where held_on = '2026-03-12'""",
    """update meetings_meeting set title = '{"en": "Of winter"}' where held_on < '2026-03-12'""",
    "update meetings_meeting set held_on = '2026-04-12' where held_on > '2026-03-12'",
    """update meetings_series set name = '{"en": "Assembly"}'""",
    "update meetings_agendaitem set title = 'The port of Tromsø'",
    "update meetings_correction set reason = 'Spelling'",
    "update meetings_comment set text = 'Better'",
    "update meetings_comment set settled_at = now(), settled_how = 'By talking'",
    "update people_person set name = 'Ben of Oslo' where name = 'Ben'",
    "update people_person set name = 'Cora of Turku' where name = 'Cora'",
    "update meetings_minutes set audience = 'network' where audience = 'public'",
    "update meetings_action set owner_id = null",
    "delete from meetings_action",
    "delete from meetings_decision",
)


def test_whatever_is_changed_by_sql_is_seen_by_the_next_reader(browser_of, anna, noted):
    """After each change every page is what it would be if nothing were remembered."""
    client, seen = browser_of(anna), Seen(noted)
    for statement in CHANGES:
        sql(statement)
        seen.differs(client, statement)


def test_whatever_is_added_is_seen_by_the_next_reader(browser_of, anna, dora, group, series, noted):
    client, seen = browser_of(anna), Seen(noted)
    given = {"group": group, "year": 2026, "meeting": noted.meeting}
    old, passage = Decision.objects.get(), noted.passages.get()
    seen.differs(client, "first")
    Decision.objects.create(**given, number=2, text="The quay.", decided_on=DAY, supersedes=old)
    seen.differs(client, "a decision in the place of the first")
    Action.objects.create(**given, number=2, text="Tow to the harbour.", noted_on=DAY)
    seen.differs(client, "an action")
    Meeting.objects.create(group=group, series=series, held_on=DAY + timedelta(days=40))
    seen.differs(client, "a meeting through which the actions are carried")
    minutes_actions.correct_passage(
        by=dora, passage=passage, version=passage.version, text="No harbour.", reason="True"
    )
    seen.differs(client, "a correction")


class Seen:
    """The pages as they were shown last."""

    def __init__(self, minutes: Minutes) -> None:
        self.pages = dict.fromkeys(pages(minutes), "")

    def differs(self, client: Client, after: str) -> None:
        told = {address: shown(client, address) for address in self.pages}
        assert told != self.pages, f"no page shows: {after}"
        memory.clear()
        assert told == {address: shown(client, address) for address in told}, after
        self.pages = told


def test_a_new_day_makes_an_action_late(browser_of, anna, noted):
    """It is tomorrow in Kiritimati when it is still yesterday in Pago Pago."""
    client = browser_of(anna)
    with timezone.override("Pacific/Pago_Pago"):
        Action.objects.update(due_on=timezone.localdate())
        early = shown(client, pages(noted)[1])
    with timezone.override("Pacific/Kiritimati"):
        late = shown(client, pages(noted)[1])
    assert [">overdue</span>" in page for page in (early, late)] == [False, True]


# At the same time


@pytest.fixture
def elsewhere(transactional_db):
    """Another connection to the same database."""
    with closing(connection.copy()) as other:
        yield other


def note(other, number: int) -> None:
    with other.cursor() as cursor:
        cursor.execute(
            "insert into meetings_decision"
            " (group_id, year, number, text, language, audience, decided_on, version)"
            " select id, 2026, %s, %s, 'en', 'public', '2026-03-12', 1 from members_workinggroup",
            [number, f"Number {number} of another."],
        )


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_while_a_page_is_made_is_in_the_next(elsewhere, eve, group, monkeypatch):
    """Between the first and the last statement of a page somebody notes a decision."""

    def interrupted(viewer, group):
        years = queries.years_with_decisions(viewer, group)
        monkeypatch.undo()
        note(elsewhere, 5)
        return years

    note(elsewhere, 1)
    monkeypatch.setattr(decisions_views, "queries", Interrupted(queries, interrupted))
    torn = shown(eve, f"{GROUP}decisions/")
    assert "Number 1 of another." in torn
    assert "Number 5 of another." in shown(eve, f"{GROUP}decisions/")
    with elsewhere.cursor() as cursor:
        cursor.execute("delete from meetings_decision where number = 5")
    assert "Number 5 of another." not in shown(eve, f"{GROUP}decisions/")


@pytest.mark.django_db(transaction=True)
def test_what_came_and_went_while_a_page_was_made_is_never_seen_again(elsewhere, eve, group, monkeypatch):
    def interrupted(viewer, group):
        note(elsewhere, 5)
        monkeypatch.undo()
        return queries.years_with_decisions(viewer, group)

    note(elsewhere, 1)
    monkeypatch.setattr(decisions_views, "queries", Interrupted(queries, interrupted))
    shown(eve, f"{GROUP}decisions/")
    with elsewhere.cursor() as cursor:
        cursor.execute("delete from meetings_decision where number = 5")
    assert "Number 5 of another." not in shown(eve, f"{GROUP}decisions/")


class Interrupted:
    """The queries of a page, and something that happens during one of them."""

    def __init__(self, kept, years_with_decisions) -> None:
        self.kept = kept
        self.years_with_decisions = years_with_decisions

    def __getattr__(self, name: str):
        return getattr(self.kept, name)


@pytest.mark.django_db(transaction=True)
def test_transactions_may_commit_in_another_order_than_they_began(elsewhere, eve, group):
    with closing(connection.copy()) as slow:
        slow.set_autocommit(False)
        note(slow, 1)
        note(elsewhere, 2)
        seen = shown(eve, f"{GROUP}decisions/")
        assert ("Number 1 of" in seen, "Number 2 of" in seen) == (False, True)
        slow.commit()
        assert "Number 1 of another." in shown(eve, f"{GROUP}decisions/")
        note(slow, 3)
        shown(eve, f"{GROUP}decisions/")
        slow.rollback()
        assert "Number 3 of another." not in shown(eve, f"{GROUP}decisions/")
