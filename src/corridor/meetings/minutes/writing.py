"""Writes to the text of minutes, by many people at once. Each save locks one passage only, merges what its
writer did into what stands there, and keeps what stood there before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.engines import merging
from corridor.kernel import journal
from corridor.kernel.errors import Conflict, NotFound
from corridor.kernel.journal import JournalEntry
from corridor.meetings.agenda.queries import items_of
from corridor.meetings.enums import MinutesState
from corridor.meetings.minutes.models import Clash, Minutes, Passage, PassageText
from corridor.meetings.models import Meeting

SESSION: Final = timedelta(minutes=10)  # in which the journal notes once that somebody writes a passage
FIRST, SECOND, BOTH, WORDS = "first", "second", "both", "words"
CHOICES: Final = (FIRST, SECOND, BOTH, WORDS)


@dataclass(frozen=True)
class Saved:
    """``clashes`` are those that this save made."""

    passage: Passage
    clashes: tuple[Clash, ...] = ()


class Approved(Conflict):
    text = gettext_lazy("These minutes are approved. They change by a correction only.")


def open_minutes(*, by: Any, meeting: Meeting) -> Minutes:
    """The minutes of a meeting, with a passage for each item that is on the agenda by now."""
    with transaction.atomic():
        Meeting.objects.select_for_update(no_key=True).only("pk").get(pk=meeting.pk)
        minutes, is_new = Minutes.objects.get_or_create(meeting=meeting)
        if not minutes.is_approved:
            _add_passages(minutes)
        if is_new:
            journal.record("open-minutes", minutes, by=by, after={"meeting": meeting.pk})
    return minutes


def _add_passages(minutes: Minutes) -> None:
    known = set(minutes.passages.values_list("item_id", flat=True))
    wanted = [*(item.pk for item in items_of(minutes.meeting)), None]
    missing = [Passage(minutes=minutes, item_id=item) for item in wanted if item not in known]
    Passage.objects.bulk_create(missing)


def save_passage(*, by: Any, passage: Passage, base: str, text: str) -> Saved:
    """Lay over what stands there now what ``by`` made of ``base``; saving the same again changes nothing."""
    with transaction.atomic():
        kept = _locked(passage)
        merged = merging.merge(base, kept.text, text)
        if merged.text == kept.text:
            return Saved(kept)
        _follow_clashes(by, kept, merged.text)
        write_text(by, kept, merged.text)
        made = [_note_clash(by, kept, clash) for clash in merged.clashes]
        _note_session(by, kept)
    return Saved(kept, tuple(clash for clash in made if clash))


def settle_clash(*, by: Any, clash: Clash, choice: str, words: str = "") -> Passage:
    """Keep the first, the second or both of two versions, or put other words in their place."""
    if choice not in CHOICES:
        raise NotFound
    with transaction.atomic():
        kept = _locked(clash.passage)
        found = Clash.objects.get(pk=clash.pk)
        if found.settled_at:
            raise Conflict(_("Somebody has already settled this."))
        after = _chosen(merging.paragraphs_of(kept.text), found, choice, words)
        if after != kept.text:
            write_text(by, kept, after)
        found.settled_at, found.settled_by = timezone.now(), by
        found.save(update_fields=["settled_at", "settled_by"])
        journal.record("settle-clash", found, by=by, after={"passage": kept.pk, "kept": choice})
    return kept


def write_text(by: Any, passage: Passage, text: str) -> None:
    """One version more; the row is locked by the caller."""
    passage.text, passage.version = text, passage.version + 1
    passage.save(update_fields=["text", "version"])
    PassageText.objects.create(passage=passage, version=passage.version, text=text, by=by)


def _locked(passage: Passage) -> Passage:
    """The row, held; the state of its minutes cannot change either, while other passages are written."""
    with connection.cursor() as cursor:
        cursor.execute("select state from meetings_minutes where id = %s for share", [passage.minutes_id])
        (state,) = cursor.fetchone()
    if state == MinutesState.APPROVED:
        raise Approved
    return Passage.objects.select_for_update(no_key=True).get(pk=passage.pk)


def _note_clash(by: Any, passage: Passage, clash: merging.Clash) -> Clash | None:
    """None where the same is open already."""
    same = {"passage": passage, "theirs": clash.theirs, "mine": clash.mine}
    if Clash.objects.filter(**same, settled_at=None).exists():
        return None
    return Clash.objects.create(**same, by=by)


def _follow_clashes(by: Any, passage: Passage, after: str) -> None:
    """Who goes on typing in one of two versions changes the clash; who deletes one has settled it."""
    open_ones = list(Clash.objects.filter(passage=passage, settled_at=None))
    became = merging.changes(passage.text, after) if open_ones else {}
    for clash in open_ones:
        theirs, mine = (became.get(text, text) for text in (clash.theirs, clash.mine))
        if theirs is None or mine is None:
            clash.settled_at, clash.settled_by = timezone.now(), by
        else:
            clash.theirs, clash.mine = theirs, mine
        clash.save()


def _chosen(paragraphs: list[str], clash: Clash, choice: str, words: str) -> str:
    gone = {
        FIRST: [clash.mine],
        SECOND: [clash.theirs],
        BOTH: [],
        WORDS: [clash.theirs, clash.mine],
    }[choice]
    place = len(paragraphs)
    for text in filter(None, gone):
        if text not in paragraphs:
            raise Conflict(_("Somebody has changed this since. Please look at the text itself."))
        place = min(place, paragraphs.index(text))
        paragraphs.remove(text)
    new = merging.paragraphs_of(words) if choice == WORDS else []
    return merging.joined([*paragraphs[:place], *new, *paragraphs[place:]])


def _note_session(by: Any, passage: Passage) -> None:
    entries = JournalEntry.objects.filter(
        record_type=Passage._meta.label_lower,  # noqa: SLF001 - Django's public-by-convention name
        record_id=str(passage.pk),
        by=by,
        verb="write-minutes",
        at__gt=Now() - SESSION,
    )
    if not entries.exists():
        journal.record("write-minutes", passage, by=by, after={"version": passage.version})
