"""Writes to the registers. Numbers are given while the group's row is held, so that there are neither gaps
nor duplicates; what was decided is never changed silently."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.kernel import journal
from corridor.kernel.audience import Audience
from corridor.kernel.errors import Conflict, NotFound, Refused
from corridor.kernel.i18n.fields import clean_text
from corridor.meetings.enums import ActionState
from corridor.meetings.models import Meeting
from corridor.members.models import WorkingGroup

from . import asking, people
from .models import Action, Decision

Kept = TypeVar("Kept", Decision, Action)


def note_decision(
    *,
    by: Any,
    meeting: Meeting,
    text: str,
    item: Any = None,
    vote: Any = None,
    supersedes: Decision | None = None,
    audience: str | None = None,
) -> Decision:
    """A decision gets the next number of its group and year, by which it is cited from then on."""
    _of_meeting(meeting, item, vote)
    with transaction.atomic():
        _hold(meeting.group_id)
        if vote is not None:
            _check_vote(vote)
        day = meeting.held_on or timezone.localdate()
        decision = Decision.objects.create(
            group=meeting.group,
            year=day.year,
            number=_next(Decision, meeting.group_id, day.year),
            meeting=meeting,
            item=item,
            vote=vote,
            text=_text(text),
            language=meeting.language,
            audience=_audience(audience or Audience.GROUP),
            decided_on=day,
            noted_by=by,
        )
        after = {"code": decision.code, "audience": decision.audience, "meeting": meeting.pk}
        journal.record("note-decision", decision, by=by, after=after)
        if supersedes is not None:
            return supersede(by=by, decision=decision, older=supersedes)
    return decision


def supersede(*, by: Any, decision: Decision, older: Decision) -> Decision:
    """``decision`` takes the place of ``older``, which stays readable and is no longer in force."""
    if older.group_id != decision.group_id:
        raise NotFound
    with transaction.atomic():
        _hold(decision.group_id)
        kept, old = Decision.objects.get(pk=decision.pk), Decision.objects.get(pk=older.pk)
        if kept.supersedes_id == old.pk:
            return kept
        if kept.supersedes_id:
            raise Conflict(_("This decision already takes the place of another one."))
        if (old.year, old.number) >= (kept.year, kept.number):  # so that no chain is ever closed
            raise Refused(_("A decision cannot take the place of one that came after it."))
        if Decision.objects.filter(supersedes=old).exists():
            raise Conflict(
                _("Another decision has already taken the place of %(code)s.") % {"code": old.code}
            )
        kept.supersedes = old
        kept.version += 1
        kept.save(update_fields=["supersedes", "version"])
        journal.record("supersede-decision", kept, by=by, after={"code": kept.code, "in place of": old.code})
    return kept


def correct_decision(*, by: Any, decision: Decision, version: int, text: str) -> Decision:
    """The wording, not what was decided; both stay in the journal."""
    with transaction.atomic():
        kept = _same_version(decision, version)
        before, after = kept.text, _text(text)
        if before != after:
            kept.text = after
            kept.version += 1
            kept.save(update_fields=["text", "version"])
            journal.record("correct-decision", kept, by=by, before={"text": before}, after={"text": after})
    return kept


def change_audience(*, by: Any, decision: Decision, version: int, audience: str) -> Decision:
    with transaction.atomic():
        kept = _same_version(decision, version)
        before = kept.audience
        if before != audience:
            kept.audience = _audience(audience)
            kept.version += 1
            kept.save(update_fields=["audience", "version"])
            changed = {"audience": before}, {"audience": kept.audience}
            journal.record("change-audience", kept, by=by, before=changed[0], after=changed[1])
    return kept


def note_action(
    *,
    by: Any,
    meeting: Meeting,
    text: str,
    owner: Any = None,
    hub: Any = None,
    due_on: date | None = None,
    item: Any = None,
) -> Action:
    """Somebody does something until a day, and is told so, unless they have noted it themselves."""
    _of_meeting(meeting, item)
    people.check(meeting.group, owner, hub)
    day = meeting.held_on or timezone.localdate()
    with transaction.atomic():
        _hold(meeting.group_id)
        action = Action.objects.create(
            group=meeting.group,
            year=day.year,
            number=_next(Action, meeting.group_id, day.year),
            meeting=meeting,
            item=item,
            text=_text(text),
            language=meeting.language,
            owner=owner,
            hub=hub,
            due_on=due_on,
            noted_on=day,
            noted_by=by,
        )
        journal.record("note-action", action, by=by, after={"code": action.code} | _who(action))
        _tell_owner(by, action)
    return action


def edit_action(
    *,
    by: Any,
    action: Action,
    version: int,
    text: str,
    owner: Any = None,
    hub: Any = None,
    due_on: date | None = None,
) -> Action:
    """Somebody else does it, or until another day, or it is said better."""
    people.check(action.group, owner, hub, was=action)
    with transaction.atomic():
        kept = _same_version(action, version)
        if kept.state != ActionState.OPEN:
            raise Conflict(_("This action is closed. Open it again first."))
        before, had = {"text": kept.text} | _who(kept), kept.owner_id
        kept.text, kept.owner, kept.hub, kept.due_on = _text(text), owner, hub, due_on
        after = {"text": kept.text} | _who(kept)
        if before != after:
            kept.version += 1
            kept.save(update_fields=["text", "owner", "hub", "due_on", "version"])
            journal.record("edit-action", kept, by=by, before=before, after=after)
            if kept.owner_id != had:
                _tell_owner(by, kept)
    return kept


def close_action(*, by: Any, action: Action, state: str, note: str = "") -> Action:
    """Done, or given up. Closing it again in the same way changes nothing."""
    wanted = ActionState(state)
    if wanted == ActionState.OPEN:
        raise Refused(_("Say whether it is done or given up."))
    with transaction.atomic():
        kept = _held(action)
        if kept.state == wanted:
            return kept
        if kept.state != ActionState.OPEN:
            raise Conflict(_("This action was closed in the meantime."))
        kept.state, kept.closed_at, kept.closed_by = wanted, timezone.now(), by
        kept.closing_note = clean_text(note)[:500] or kept.closing_note
        _save_state(kept)
        journal.record("close-action", kept, by=by, before={"state": "open"}, after={"state": wanted.value})
    return kept


def reopen_action(*, by: Any, action: Action) -> Action:
    with transaction.atomic():
        kept = _held(action)
        if kept.state == ActionState.OPEN:
            return kept
        before = kept.state
        kept.state, kept.closed_at, kept.closed_by = ActionState.OPEN, None, None
        _save_state(kept)
        journal.record("reopen-action", kept, by=by, before={"state": before}, after={"state": "open"})
    return kept


def say_of_action(*, by: Any, action: Action, note: str) -> Action:
    """Not done yet, and what there is to say about it; the latest word stands beside the action."""
    with transaction.atomic():
        kept = _held(action)
        if kept.state != ActionState.OPEN:
            raise Conflict(_("This action was closed in the meantime."))
        kept.closing_note = clean_text(note)[:500]
        kept.version += 1
        kept.save(update_fields=["closing_note", "version"])
        journal.record("say-of-action", kept, by=by)
    return kept


def _save_state(action: Action) -> None:
    action.version += 1
    action.save(update_fields=["state", "closed_at", "closed_by", "closing_note", "version"])


def _tell_owner(by: Any, action: Action) -> None:
    if action.owner_id and (by is None or action.owner_id != by.pk):
        asking.tell_given(action)


def _who(action: Action) -> dict[str, Any]:
    due = action.due_on.isoformat() if action.due_on else ""
    return {"owner": action.owner_id, "hub": action.hub_id, "due_on": due}


def _hold(group_id: int) -> None:
    """Whoever gives numbers in this group waits here; others may go on referring to the group."""
    WorkingGroup.objects.select_for_update(no_key=True).only("pk").get(pk=group_id)


def _next(model: type[Decision | Action], group_id: int, year: int) -> int:
    rows = model.objects.filter(group=group_id, year=year)  # type: ignore[attr-defined]
    return int(rows.aggregate(last=Max("number"))["last"] or 0) + 1


def _of_meeting(meeting: Meeting, *parts: Any) -> None:
    if any(part is not None and part.meeting_id != meeting.pk for part in parts):
        raise NotFound


def _check_vote(vote: Any) -> None:
    if not vote.result.get("passed"):
        raise Refused(_("Only a vote that was counted and has passed becomes a decision."))
    if Decision.objects.filter(vote=vote).exists():
        raise Conflict(_("This vote has already become a decision."))


def _text(text: str) -> str:
    plain = clean_text(text)
    if not plain:
        raise Refused(_("Please write something."))
    return plain


def _audience(audience: str) -> str:
    if audience not in (Audience.GROUP, Audience.NETWORK, Audience.PUBLIC):
        raise Refused(_("Choose the group, the network or the public."))
    return str(Audience(audience).value)


def _same_version(record: Kept, version: int) -> Kept:
    kept = _held(record)
    if kept.version != version:
        raise Conflict
    return kept


def _held(record: Kept) -> Kept:
    rows: Any = type(record).objects  # type: ignore[attr-defined]
    kept: Kept = rows.select_for_update(of=("self",)).select_related("group").get(pk=record.pk)
    return kept
