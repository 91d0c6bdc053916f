"""Minutes of the demo's task force: approved ones with a correction, and others that are open for comments.
All of it is invented."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from corridor.kernel.audience import Audience
from corridor.meetings.agenda.models import AgendaItem
from corridor.meetings.enums import ItemKind, MinutesState, Outcome
from corridor.meetings.minutes.models import Comment, Correction, Minutes, Passage, PassageText
from corridor.meetings.models import Meeting

from .meetings_stage import Stage

Due = Callable[[str], bool]
Said = tuple[str, str, int, str]  # title, kind, minutes, what was noted
RULES: Final[tuple[Said, ...]] = (
    (
        "Opening and agenda",
        ItemKind.INFORMATION,
        5,
        "The task force met online. Nine hubs took part, and the agenda was adopted as it was sent.",
    ),
    (
        "How long a guest may use a test bed",
        ItemKind.DECISION,
        40,
        (
            "Hubs in ports need longer than hubs in cities: a crane is free for companies on few days.\n\n"
            "Three days at a time, once a quarter, are thought to be a fair beginning. The rule is read "
            "again after two tests."
        ),
    ),
    (
        "Who pays for what",
        ItemKind.DISCUSSION,
        30,
        (
            "Guests pay their travel. Staff of the host is paid by it, up to two days for each test.\n\n"
            "Insurance is an open question. A text is prepared for the next meeting."
        ),
    ),
)
WRONG: Final = "up to three days for each test"  # what the approved minutes said at first
RIGHT: Final = "up to two days for each test"
LEFT: Final = "A label for shared test beds"  # what the plenary left for its next meeting
COMMENTS: Final = (  # how the text begins that it is about, what somebody says, whether they object
    ("The text of the last", "It was three hubs that asked for a lower sum: ours too.", False),
    ("Seven hubs can bring", "With ours it is eight: we got the trolley repaired.", False),
    ("Some hubs may not", "We said that we may not charge companies. Others may.", True),
)
JOINT: Final[tuple[Said, ...]] = (
    (
        "Results of the survey among the hubs",
        ItemKind.INFORMATION,
        15,
        "Seven hubs can bring devices of their own to a joint test; four need help with transport.",
    ),
    (
        "Where the first joint test takes place",
        ItemKind.DECISION,
        45,
        (
            "Antwerp offers a quay for five days, and its own 5G network with two slices.\n\n"
            "The hub that works for the port stayed out of the vote. The others agreed."
        ),
    ),
    (
        "Insurance of devices",
        ItemKind.DISCUSSION,
        20,
        "The text of the last meeting was read. Two hubs ask for a lower sum; it comes back next time.",
    ),
)


COSTS: Final[tuple[Said, ...]] = (
    (
        "What a test day costs in five countries",
        ItemKind.INFORMATION,
        30,
        "Prices lie between 0 and 1,400 euro a day. Nobody charges companies of up to ten people.",
    ),
    (
        "One price list for all",
        ItemKind.DISCUSSION,
        30,
        (
            "Some hubs may not charge at all, by the rules of their funding; others have to.\n\n"
            "A list that shows each hub’s own price is wanted by all, one common price by few."
        ),
    ),
    (
        LEFT,
        ItemKind.DECISION,
        20,
        "Two hubs ask their lawyers first. The plenary decides at its next meeting.",
    ),
)


def fill_in_minutes(stage: Stage, is_due: Due) -> int:
    """Rows of what the demo has never had; ``is_due`` says so by name. Returns how many."""
    held = stage.held("task-force") if is_due("meeting-minutes") else []
    if len(held) < 2 or len(stage.people) < 3:  # noqa: PLR2004 - who writes, who comments, who corrects
        return 0
    writer, *others = stage.people
    written = [(_approved(held[1]), RULES), (_open(held[0]), JOINT)]
    written += [(_open(meeting), COSTS) for meeting in stage.held("plenary")[:1]]
    Minutes.objects.bulk_create(minutes for minutes, _said in written)
    made = _passages(written, writer)
    _correct(next(one for one in made if RIGHT in one.text), others[1])
    comments = Comment.objects.bulk_create(_comments(made, others))
    return len(written) + 3 * len(made) + 1 + len(comments)


def _comments(passages: Sequence[Passage], by: Sequence[Any]) -> Iterator[Comment]:
    """An objection comes back at the next meeting."""
    for passage in passages:
        for n, (beginning, text, is_objection) in enumerate(COMMENTS):
            if passage.text.startswith(beginning):
                yield Comment(
                    minutes=passage.minutes,
                    passage=passage,
                    by=by[n % len(by)],
                    text=text,
                    is_objection=is_objection,
                )


def _approved(meeting: Meeting) -> Minutes:
    return Minutes(
        meeting=meeting,
        state=MinutesState.APPROVED,
        audience=Audience.NETWORK,
        comments_until=timezone.now() - timedelta(days=45),
        approved_at=timezone.now() - timedelta(days=45),
    )


def _open(meeting: Meeting) -> Minutes:
    until = timezone.now() + timedelta(days=9)
    return Minutes(
        meeting=meeting, state=MinutesState.COMMENTS, audience=Audience.PUBLIC, comments_until=until
    )


def _passages(written: Sequence[tuple[Minutes, Sequence[Said]]], by: Any) -> list[Passage]:
    items = [
        AgendaItem(
            meeting=minutes.meeting,
            position=100 + n,
            title=title,
            kind=kind,
            minutes=length,
            outcome=Outcome.POSTPONED if title == LEFT else Outcome.DONE,
        )
        for minutes, said in written
        for n, (title, kind, length, _text) in enumerate(said)
    ]
    AgendaItem.objects.bulk_create(items)
    texts = [(minutes, text) for minutes, said in written for *_rest, text in said]
    passages = [
        Passage(minutes=minutes, item=item, text=text, version=1)
        for (minutes, text), item in zip(texts, items, strict=True)
    ]
    Passage.objects.bulk_create(passages)
    PassageText.objects.bulk_create(
        PassageText(passage=one, version=1, text=one.text.replace(RIGHT, WRONG), by=by) for one in passages
    )
    return passages


def _correct(passage: Passage, by: Any) -> None:
    Correction.objects.create(
        passage=passage,
        before=passage.text.replace(RIGHT, WRONG),
        after=passage.text,
        reason="The recording says two days.",
        by=by,
    )
