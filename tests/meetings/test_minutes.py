"""Minutes: typed by many at once without losing a word, approved once, never silently changed after that."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction
from django.db.models import F
from django.utils import timezone

from corridor.kernel.audience import VISITOR, who_can_see
from corridor.kernel.errors import Conflict, NotFound, Refused
from corridor.kernel.journal import JournalEntry
from corridor.kernel.waiting import waiting_for
from corridor.meetings.agenda.models import AgendaItem
from corridor.meetings.minutes import actions
from corridor.meetings.minutes.approving import approve_due
from corridor.meetings.minutes.models import Clash, Comment, Correction, Minutes, Passage, PassageText
from corridor.meetings.minutes.queries import minutes as read_minutes
from corridor.meetings.models import Meeting
from corridor.meetings.signals import minutes_approved
from corridor.members.queries import viewer_of
from corridor.post.models import Letter, Notice
from tests.house.of_meetings import coming_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(dora, coming) -> Minutes:
    """Minutes of a meeting with one item, whose passage has three paragraphs."""
    AgendaItem.objects.create(meeting=coming, title="The port of Narvik")
    minutes = actions.open_minutes(by=dora, meeting=coming)
    passage = about(minutes)
    actions.save_passage(by=dora, passage=passage, base="", text="Opening\n\nThe port is ready.\n\nClosing")
    return minutes


@pytest.fixture
def heard():
    """What the signal told."""
    told: list[Minutes] = []

    def hear(minutes, **_rest):
        told.append(minutes)

    minutes_approved.connect(hear)
    yield told
    minutes_approved.disconnect(hear)


def about(minutes) -> Passage:
    return minutes.passages.get(item__isnull=False)


def address(minutes, *rest) -> str:
    return f"/en/smart-connectivity/meetings/{minutes.meeting_id}/minutes/" + "".join(
        f"{one}/" for one in rest
    )


def in_comments(by, minutes) -> Minutes:
    return actions.open_for_comments(by=by, minutes=minutes, audience="network")


def silence_over(minutes) -> None:
    """The deadline moved, as the database's clock cannot be."""
    Minutes.objects.filter(pk=minutes.pk).update(comments_until=timezone.now() - timedelta(seconds=1))


def approved(by, minutes) -> Minutes:
    in_comments(by, minutes)
    silence_over(minutes)
    assert approve_due() == 1
    return read_minutes().get(pk=minutes.pk)


def test_two_people_write_and_where_they_meet_both_versions_stand(
    browser_of, anna, ben, otto, carla, written
):
    """Without script: Ben saves what he began before Anna saved; then he chooses."""
    passage = about(written)
    page, text = address(written, "passages", passage.pk), passage.text
    for somebody in (otto, carla):
        assert browser_of(somebody).get(page).status_code == 404
        assert browser_of(somebody).post(page, {"base": text, "text": ""}).status_code == 404
    form = {"base": text, "text": text.replace("ready", "nearly ready") + "\n\nAnna's end"}
    assert browser_of(anna).post(page, form).status_code == 303
    answer = browser_of(ben).post(page, {"base": text, "text": text.replace("is ready", "waits")})
    assert answer.status_code == 409
    assert "both versions are kept" in answer.content.decode()
    passage.refresh_from_db()
    expected = "Opening\n\nThe port is nearly ready.\n\nThe port waits.\n\nClosing\n\nAnna's end"
    assert (passage.text, passage.version) == (expected, 3)
    clash = Clash.objects.get()
    assert (clash.theirs, clash.mine, clash.by) == ("The port is nearly ready.", "The port waits.", ben)
    again = browser_of(ben).post(page, {"base": text, "text": text.replace("is ready", "waits")})
    assert (again.status_code, Clash.objects.count()) == (303, 1)  # the same once more: nothing happens

    anna_types_on = expected.replace("nearly ready", "nearly ready now")
    actions.save_passage(by=anna, passage=passage, base=expected, text=anna_types_on)
    choice = address(written, "clashes", clash.pk)
    assert browser_of(carla).post(choice, {"choice": "first"}).status_code == 404
    assert browser_of(ben).post(choice, {"choice": "first"}).status_code == 303
    passage.refresh_from_db()
    assert passage.text == "Opening\n\nThe port is nearly ready now.\n\nClosing\n\nAnna's end"
    late = browser_of(anna).post(choice, {"choice": "second"})
    assert (late.status_code, "already settled" in late.content.decode()) == (409, True)
    assert [one.version for one in PassageText.objects.all()] == [5, 4, 3, 2, 1]
    assert (
        JournalEntry.objects.filter(verb="write-minutes").count() == 3
    )  # one for each writer, not each save


@pytest.mark.parametrize(
    ("choice", "kept"),
    [("second", "B\n\nZ"), ("both", "A\n\nB\n\nZ"), ("words", "C\n\nD\n\nZ")],
)
def test_a_clash_is_settled_as_chosen(anna, ben, written, choice, kept):
    passage = written.passages.get(item=None)
    actions.save_passage(by=anna, passage=passage, base="", text="X\n\nZ")
    actions.save_passage(by=anna, passage=passage, base="X\n\nZ", text="A\n\nZ")
    saved = actions.save_passage(by=ben, passage=passage, base="X\n\nZ", text="B\n\nZ")
    assert saved.passage.text == "A\n\nB\n\nZ"
    assert actions.settle_clash(by=ben, clash=saved.clashes[0], choice=choice, words="C\n\nD").text == kept


def test_a_script_asks_for_news_at_little_cost(browser_of, anna, written, django_assert_max_num_queries):
    passage, client = about(written), browser_of(anna)
    page = address(written, "passages", passage.pk)
    client.get(page)
    with django_assert_max_num_queries(5):
        assert client.get(f"{page}text/?version=1").status_code == 204
    assert client.get(f"{page}text/?version=0").json() == {"text": passage.text, "version": 1}
    new = {"base": "", "text": f"{passage.text}\n\nMore"}
    answer = client.post(page, new | {"base": passage.text}, headers={"Accept": "application/json"})
    assert answer.json() == {"text": new["text"], "version": 2, "clashes": 0}
    too_long = client.post(page, {"base": "", "text": "x" * 60_001}, headers={"Accept": "application/json"})
    assert too_long.status_code == 422


def test_hostile_text_in_both_sides_of_a_clash_is_shown_literally_case_16(browser_of, anna, ben, written):
    """The merge screen of minutes, its page for reading, and the correction."""
    hostile = [
        '<script>alert(1)</script> "><img src=x onerror=alert(1)>',
        "</textarea><svg/onload=alert(2)>{{7*7}}",
    ]
    passage = about(written)
    text = passage.text
    for who, words in ((anna, hostile[0]), (ben, hostile[1])):
        new = text.replace("The port is ready.", words)
        actions.save_passage(by=who, passage=passage, base=text, text=new)
    for page in (address(written), address(written, "passages", passage.pk)):
        shown = browser_of(ben).get(page).content.decode()
        assert "<script>alert" not in shown
        assert "</textarea><svg" not in shown
        assert "<img src=x" not in shown
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
        assert "&lt;/textarea&gt;&lt;svg/onload=alert(2)&gt;{{7*7}}" in shown


def test_from_the_draft_over_an_objection_to_silence(
    browser_of, dora, anna, ben, otto, coming, written, heard, django_capture_on_commit_callbacks
):
    assert browser_of(ben).post(address(written, "comment-period"), {"audience": "public"}).status_code == 404
    done = browser_of(dora).post(address(written, "comment-period"), {"audience": "public"})
    assert done.status_code == 303
    written = read_minutes().get(pk=written.pk)
    assert written.comments_until - written.clock > timedelta(days=13)
    assert Notice.objects.filter(kind="minutes-open").count() == 4  # Anna, Ben, Dora, Otto
    assert not Minutes.objects.visible_to(VISITOR).exists()
    assert any("to read" in item.title for item in waiting_for(anna, viewer_of(anna)))

    passage = about(written)
    objection = {"passage": passage.pk, "text": "We said November.", "is_objection": "on"}
    assert browser_of(otto).post(address(written, "comments"), objection).status_code == 404
    assert browser_of(anna).post(address(written, "comments"), objection | {"text": ""}).status_code == 422
    assert browser_of(anna).post(address(written, "comments"), objection).status_code == 303
    assert Letter.objects.filter(kind="minutes-objection", person=dora).count() == 1
    silence_over(written)
    assert approve_due() == 0
    assert browser_of(ben).post(address(written, "comments"), {"text": "Too late"}).status_code == 409
    comment = Comment.objects.get()
    settle = address(written, "comments", comment.pk)
    assert browser_of(anna).post(settle, {"how": "mine"}).status_code == 404
    assert any("objection" in item.title for item in waiting_for(dora, viewer_of(dora)))
    assert browser_of(dora).post(settle, {"how": "Changed to November."}).status_code == 303
    with pytest.raises(Conflict):
        actions.settle_comment(by=dora, comment=comment, how="again")
    with django_capture_on_commit_callbacks(execute=True):
        assert approve_due() == 1
        assert approve_due() == 0
    assert heard == [written]
    assert Notice.objects.filter(kind="minutes-approved", person=anna).count() == 1
    written.refresh_from_db()
    assert (written.state, written.approved_in) == ("approved", None)
    assert Minutes.objects.visible_to(VISITOR).exists()
    Meeting.objects.filter(pk=coming.pk).update(audience="public")
    public = browser_of(None).get(address(written)).content.decode()
    assert ("The port is ready." in public, "We said November." in public) == (True, False)


def test_the_next_meeting_approves_once_it_has_begun(
    dora, cora, series, group, written, heard, browser_of, django_capture_on_commit_callbacks
):
    series.approval = "meeting"
    series.save()
    in_comments(dora, written)
    silence_over(written)
    assert approve_due() == 0
    following = coming_meeting(group, series, held_on=written.meeting.held_on + timedelta(days=30))
    with pytest.raises(NotFound):  # it has not begun
        actions.approve(by=dora, minutes=written, meeting=following)
    actions.open_meeting(by=dora, meeting=following)
    following.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        for moderator in (dora, cora):
            actions.approve(by=moderator, minutes=written, meeting=following)
        page = browser_of(cora).post(address(written, "approval"), {"meeting": following.pk})
    assert page.status_code == 303
    assert len(heard) == 1
    assert JournalEntry.objects.filter(verb="approve-minutes").count() == 1
    assert Notice.objects.filter(kind="minutes-approved", person=dora).count() == 1
    written.refresh_from_db()
    assert (written.approved_in, written.approved_at is not None) == (following, True)


def test_approved_minutes_change_by_a_marked_correction_only(browser_of, dora, anna, written):
    written = approved(dora, written)
    passage = about(written)
    form = {"base": passage.text, "text": "Nothing"}
    assert browser_of(anna).post(address(written, "passages", passage.pk), form).status_code == 409
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        Passage.objects.filter(pk=passage.pk).update(text="Quietly")
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        Minutes.objects.filter(pk=written.pk).update(state="draft")
    page = address(written, "passages", passage.pk, "correction")
    new = passage.text.replace("ready", "nearly ready")
    correction = {"version": passage.version, "text": new, "reason": "As Anna noted"}
    assert browser_of(anna).get(page).status_code == 404
    assert browser_of(dora).post(page, correction | {"reason": ""}).status_code == 422
    assert browser_of(dora).post(page, correction).status_code == 303
    assert browser_of(dora).post(page, correction).status_code == 409  # the version is an old one
    made = Correction.objects.get()
    assert (made.before, made.after) == (passage.text, new)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        Passage.objects.filter(pk=passage.pk).update(text=passage.text)  # and silently back
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        Correction.objects.update(before=F("after"))
    shown = browser_of(anna).get(address(written)).content.decode()
    assert "As Anna noted" in shown
    assert '<ins><span class="visually-hidden">[added:] </span>nearly ' in shown
    with pytest.raises(Refused):
        actions.correct_passage(by=dora, passage=passage, version=made.passage.version, text=new, reason="-")


def test_drafts_are_for_the_group_and_approved_minutes_for_their_audience(
    dora, anna, otto, carla, written, browser_of
):
    """Lists, the page and "who can see" agree."""
    for step, outsiders in ((lambda: written, 404), (lambda: approved(dora, written), 200)):
        minutes = step()
        assert browser_of(otto).get(address(minutes)).status_code == 200
        assert browser_of(carla).get(address(minutes)).status_code == outsiders
        seen = {
            one.pk for one in (dora, anna, otto, carla) if Minutes.objects.visible_to(viewer_of(one)).exists()
        }
        told = who_can_see(Minutes.objects.select_related("meeting").get(pk=minutes.pk)).people
        assert seen == told & {one.pk for one in (dora, anna, otto, carla)}
    assert browser_of(dora).post(address(written, "audience"), {"audience": "group"}).status_code == 303
    assert browser_of(carla).get(address(written)).status_code == 404
    assert browser_of(dora).post(address(written, "audience"), {"audience": "hub"}).status_code == 422


def test_the_page_asks_as_much_for_one_item_as_for_thirty(browser_of, dora, anna, coming, written):
    client = browser_of(anna)

    def queries() -> int:
        counted = Counted()
        with connection.execute_wrapper(counted):
            client.get(address(written))
        return counted.number

    client.get(address(written))
    before = queries()
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=coming, title=f"Item {n}", position=n) for n in range(30)
    )
    actions.open_minutes(by=dora, meeting=coming)
    for passage in written.passages.all():
        Comment.objects.create(minutes=written, passage=passage, by=anna, text="Well")
    assert queries() == before


class Counted:
    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)


@pytest.mark.django_db(transaction=True)
def test_case_34_two_moderators_approve_at_once_and_everybody_is_told_once(
    dora, cora, anna, series, group, written, heard, browser_of
):
    """Each in two windows."""
    series.approval = "meeting"
    series.save()
    in_comments(dora, written)
    following = coming_meeting(group, series, held_on=written.meeting.held_on + timedelta(days=30))
    actions.open_meeting(by=dora, meeting=following)
    windows = [browser_of(one) for one in (dora, cora, dora, cora)]
    begin, answers = threading.Barrier(len(windows)), []

    def press(window) -> None:
        try:
            begin.wait(10)
            answers.append(window.post(address(written, "approval"), {"meeting": following.pk}).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[one]) for one in windows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert answers == [303] * 4
    assert heard == [written]
    assert JournalEntry.objects.filter(verb="approve-minutes").count() == 1
    told = Notice.objects.filter(kind="minutes-approved")
    assert {told.filter(person=one).count() for one in (dora, cora, anna)} == {1}
    assert Letter.objects.filter(kind="minutes-approved").values("to").distinct().count() == told.count()
