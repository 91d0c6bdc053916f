"""One person asks another for a meeting, who accepts or declines; or it is withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from corridor.bilaterals.enums import AskState, BilateralState
from corridor.bilaterals.models import Ask, Bilateral, Party, Profile
from corridor.bilaterals.profiles.queries import is_present
from corridor.kernel import journal
from corridor.kernel.errors import Conflict, NotFound, Refused
from corridor.kernel.i18n.languages import DEFAULT
from corridor.post.models import Question

from . import answering, letters, limits
from .locking import Pair, locked_ask, locked_pair
from .meeting import agree, refuse_apart


def ask_for_meeting(
    *,
    by: Profile,
    to: Profile,
    reason: str = "",
    because: Mapping[str, Any] | None = None,
    was_suggested: bool = False,
) -> Ask:
    """``because`` is what the engine says of the two. Where the other has asked before, or at the same
    moment, the two have agreed."""
    with transaction.atomic():
        pair = locked_pair(by.pk, to.pk)
        limits.refuse_closed(pair.by.bilaterals)
        _refuse_absent(pair)
        if theirs := _waiting(pair).filter(by__in=pair.side(pair.to), to=pair.by).first():
            _accept(theirs, pair, reason)
            return theirs
        _refuse_asking(pair)
        _make_room(pair)
        made = Ask.objects.create(
            bilaterals=pair.by.bilaterals,
            by=pair.by,
            to=pair.to,
            reason=reason,
            language=get_language() or DEFAULT,
            was_suggested=was_suggested,
            because=dict(because or {}),
        )
        journal.record("ask-for-meeting", made, by=pair.by.registration.person, after={"to": to.pk})
        answering.ask_other(made)
    return made


def _waiting(pair: Pair) -> QuerySet[Ask]:
    """Requests of these 1:1 meetings that wait for an answer."""
    sent = Ask.objects.filter(bilaterals=pair.by.bilaterals, state=AskState.SENT)
    return sent.select_for_update(of=("self",)).order_by("pk")


def _refuse_absent(pair: Pair) -> None:
    if pair.by.bilaterals_id != pair.to.bilaterals_id or pair.by.pk == pair.to.pk or not is_present(pair.by):
        raise NotFound
    if not is_present(pair.to):
        raise Conflict(_("%(name)s takes no part any more.") % {"name": pair.to.registration.name})


def _refuse_asking(pair: Pair) -> None:
    name = pair.to.registration.name
    if pair.by.delegation_id and pair.by.delegation_id == pair.to.delegation_id:
        raise Refused(_("You come with %(name)s, so that you share your meetings.") % {"name": name})
    if _meet_already(pair):
        raise Conflict(_("You and %(name)s have a meeting already.") % {"name": name})
    if _waiting(pair).filter(by__in=pair.side(pair.by), to__in=pair.side(pair.to)).exists():
        raise Conflict(
            _("You have asked %(name)s already, or somebody who comes with them.") % {"name": name}
        )
    if Ask.objects.filter(by=pair.by, to=pair.to).count() >= limits.MOST_TIMES:
        raise limits.Full(_("You have asked %(name)s several times before.") % {"name": name})
    loads = limits.loads_of(pair.by.bilaterals, [pair.by.pk, pair.to.pk])
    mine, theirs = (loads.get(one.pk, limits.NONE) for one in (pair.by, pair.to))
    if said := limits.hindrance(pair.by.bilaterals, mine, theirs, name):
        raise limits.Full(said)
    refuse_apart(pair)


def _meet_already(pair: Pair) -> bool:
    mine = Party.objects.filter(profile=pair.by, meeting__state=BilateralState.AGREED)
    return Party.objects.filter(profile=pair.to, meeting__in=mine.values("meeting")).exists()


def _make_room(pair: Pair) -> None:
    """Two whose meeting was cancelled may ask each other again."""
    ids = (pair.by.pk, pair.to.pk)
    agreed = Ask.objects.filter(by__in=ids, to__in=ids, state=AskState.ACCEPTED)
    agreed.update(state=AskState.WITHDRAWN)


def accept_ask(*, by: Profile, ask: Ask, words: str = "", version: int | None = None) -> Bilateral:
    with transaction.atomic():
        kept, pair = _of_asked(by, ask, version)
        limits.refuse_closed(kept.bilaterals)
        if not is_present(pair.by):
            raise Conflict(_("%(name)s takes no part any more.") % {"name": pair.by.registration.name})
        return _accept(kept, pair, words)


def _accept(kept: Ask, pair: Pair, words: str) -> Bilateral:
    among = pair.between(kept)
    if _meet_already(among):
        raise Conflict(_("You and %(name)s have a meeting already.") % {"name": among.by.registration.name})
    meeting = agree(kept, among)
    end(kept, AskState.ACCEPTED, "accept-meeting", by=among.to, answer=words)
    met = list(meeting.people.values_list("pk", flat=True))
    for other in _waiting(pair).filter(by__in=met, to__in=met):  # of those who come with the two
        end(other, AskState.WITHDRAWN, "withdraw-meeting")
    letters.tell_agreed(kept, meeting)
    return meeting


def decline_ask(*, by: Profile, ask: Ask, words: str = "", version: int | None = None) -> Ask:
    """By mail it is declined in one tap; the words may then follow, once."""
    with transaction.atomic():
        kept, _pair = locked_ask(ask, version)
        if kept.to_id != by.pk:
            raise NotFound
        if kept.state == AskState.DECLINED and not kept.answer and words:
            _save(kept, answer=words)
        else:
            _refuse_over(kept)
            end(kept, AskState.DECLINED, "decline-meeting", by=by, answer=words)
        letters.tell_asker(letters.DECLINED, kept, key=str(kept.version))
    return kept


def withdraw_ask(*, by: Profile, ask: Ask, version: int | None = None) -> Ask:
    with transaction.atomic():
        kept, _pair = locked_ask(ask, version)
        if kept.by_id != by.pk:
            raise NotFound
        _refuse_over(kept)
        end(kept, AskState.WITHDRAWN, "withdraw-meeting", by=by)
        letters.tell_asked(letters.WITHDRAWN, kept)
    return kept


def _of_asked(by: Profile, ask: Ask, version: int | None) -> tuple[Ask, Pair]:
    kept, pair = locked_ask(ask, version)
    if kept.to_id != by.pk or not is_present(pair.to):
        raise NotFound
    _refuse_over(kept)
    return kept, pair


def _refuse_over(kept: Ask) -> None:
    if kept.state != AskState.SENT:
        said = {"state": kept.get_state_display()}
        raise Conflict(_("This request does not wait any more. Its state is: %(state)s.") % said)


def end(kept: Ask, state: AskState, verb: str, *, by: Profile | None = None, answer: str = "") -> None:
    """Of a locked request."""
    before = {"state": kept.state}
    given = {"answered_at": timezone.now()} if state in (AskState.ACCEPTED, AskState.DECLINED) else {}
    _save(kept, state=state, answer=answer, **given)
    close_questions(kept)
    journal.record(
        verb, kept, by=by.registration.person if by else None, before=before, after={"state": state}
    )


def _save(kept: Ask, **values: Any) -> None:
    for name, value in values.items():
        setattr(kept, name, value)
    kept.version += 1
    kept.save(update_fields=[*values, "version"])


def close_questions(ask: Ask) -> None:
    """What was asked by mail needs no answer any more. One that is being answered at this moment waits for
    the locks that are held here; it meets the new state."""
    about = Question.objects.filter(about_type="bilaterals.ask", about_id=str(ask.pk))
    unanswered = about.filter(answered_at=None, closed_at=None).select_for_update(skip_locked=True)
    ids = [one.pk for one in unanswered]
    Question.objects.filter(pk__in=ids).update(closed_at=timezone.now())
