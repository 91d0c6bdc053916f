"""Case 38: web servers and the worker whose clocks are off. What opens, closes or is approved goes by the
database's clock, so that all of them agree; whoever is off is told to the operator."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from corridor.meetings.agenda.models import AgendaItem
from corridor.meetings.enums import MeetingState, MinutesState
from corridor.meetings.minutes import actions
from corridor.meetings.minutes.models import Minutes
from corridor.meetings.minutes.tasks import approve_minutes
from corridor.meetings.models import Meeting, PollAnswer
from corridor.meetings.polls import keys
from corridor.operations.examination import examine

from .test_polls import everybody, opened, over

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
AT = "/en/smart-connectivity/meetings/"


@pytest.fixture
def off():
    """``with off(HOUR):`` is a process whose clock is an hour ahead; the database's is right."""
    return lambda by: time_machine.travel(timezone.now() + by, tick=True)


@pytest.mark.parametrize("by", [-HOUR, timedelta(minutes=-5), timedelta(minutes=5), HOUR])
def test_case_38_silence_lasts_as_long_as_the_database_says(dora, coming, off, by):
    """The moderator's server is off, then the worker is."""
    minutes = actions.open_minutes(by=dora, meeting=coming)
    right = timezone.now()
    with off(by):
        minutes = actions.open_for_comments(by=dora, minutes=minutes, audience="group")
    assert abs(minutes.comments_until - right - timedelta(days=14)) < timedelta(seconds=20)
    for left, state in ((by / 2 if by > timedelta() else HOUR, "comments"), (-HOUR / 60, "approved")):
        Minutes.objects.update(comments_until=timezone.now() + left)
        with off(by):
            approve_minutes(0)
        assert Minutes.objects.get().state == MinutesState(state)
    assert abs(Minutes.objects.get().approved_at - right) < timedelta(seconds=20)


def test_case_38_one_server_opens_a_meeting_and_another_closes_it(browser_of, dora, coming, off):
    """The second is an hour behind; the item's clock is the same on both."""
    lead = browser_of(dora)
    item = AgendaItem.objects.create(meeting=coming, title="The port", minutes=10)
    with off(HOUR):
        assert lead.post(f"{AT}{coming.pk}/opening/").status_code == 303
        assert lead.post(f"{AT}{coming.pk}/live/items/{item.pk}/", {"step": "begin"}).status_code == 303
    for by in (-HOUR, HOUR):
        with off(by):
            shown = lead.get(f"{AT}{coming.pk}/live/").content.decode()
        assert ('data-elapsed="0"' in shown or 'data-elapsed="1"' in shown, "over-its" in shown) == (
            True,
            False,
        )
    with off(-HOUR):
        assert lead.post(f"{AT}{coming.pk}/closing/").status_code == 303
    coming.refresh_from_db()
    item.refresh_from_db()
    assert coming.opened_at <= coming.closed_at <= timezone.now()
    assert item.began_at <= item.ended_at


@pytest.mark.parametrize("by", [-HOUR, HOUR])
def test_case_38_a_poll_and_its_links_end_for_everybody_at_once(group, dora, seven_hubs, eve, off, by):
    meeting = Meeting.objects.create(group=group, state=MeetingState.DRAFT, title={"en": "Task force"})
    with off(by):
        poll = opened(dora, meeting, people=everybody(meeting, guest=False))
    link = f"/en/polls/{keys.key_of(poll.invitees.first())}/"
    answer = {f"slot_{poll.slots.first().pk}": "yes"}
    poll.closes_at = timezone.now() + HOUR / 2
    poll.save()
    with off(by):
        assert eve.post(link, answer).status_code == 303
        over(poll)
        poll.refresh_from_db()
    assert PollAnswer.objects.filter(suits="yes").count() == 1
    poll.closes_at = timezone.now() - timedelta(seconds=1)
    poll.save()
    with off(by):
        assert eve.post(link, answer).status_code == 410


@pytest.mark.parametrize(
    ("by", "is_right"),
    [(timedelta(seconds=30), True), (timedelta(minutes=2), False), (-HOUR, False)],
)
def test_case_38_a_server_whose_clock_is_off_takes_no_requests_and_the_operator_is_told(
    eve, off, by, is_right
):
    with off(by):
        answer = eve.get("/health/")
        (said,) = [one for one in examine() if one.text.startswith("clock:")]
    assert (answer.status_code, answer.content) == ((200, b"ok\n") if is_right else (503, b"clock\n"))
    assert (said.state == "ok") is is_right
    assert ("behind" in said.text) is (by == -HOUR)
