"""A poll answered by replying to its mail: numbers, which mean the same in every language.

"1 3" suits, "2?" if need be, "2-4" are three, "all" and "none" in the 24 languages, "*" and "0" in none.
"""

from __future__ import annotations

import re
from typing import Any, Final

from corridor.kernel.errors import NotFound
from corridor.meetings.enums import Suits, Via
from corridor.post.answers import NotUnderstood, Purpose, register_purpose, subject_of
from corridor.post.models import Question

from . import keys, queries, wording
from .models import PollInvitee

PURPOSE: Final = "poll"
LINES_READ: Final = 3
PART: Final = re.compile(r"(\d{1,2})(?:\s?[-–]\s?(\d{1,2}))?(?:\s?(\?))?")
BETWEEN: Final = re.compile(r"[\s,;.&+]+")
ALL: Final = frozenset(
    {
        *("*", "всички", "todos", "todas", "všechny", "alle", "kõik", "όλα", "ολα", "all", "tous", "toutes"),
        *("gach ceann", "sve", "svi", "tutti", "tutte", "visi", "visas", "mind", "mindegyik", "kollha"),
        *("allemaal", "wszystkie", "toate", "všetky", "vse", "vsi", "kaikki", "alla"),
    }
)
NONE: Final = frozenset(
    {
        *(
            "0",
            "-",
            "–",
            "нито един",
            "никой",
            "ninguno",
            "ninguna",
            "žádný",
            "ingen",
            "ingen af dem",
            "keiner",
        ),
        *("keine", "keines", "mitte ükski", "κανένα", "κανενα", "none", "aucun", "aucune", "ceann ar bith"),
        *("nijedan", "nijedno", "nessuno", "nessuna", "neviens", "neviena", "joks", "nė vienas", "egyik sem"),
        *("xejn", "geen", "geen enkele", "żaden", "żadne", "nenhum", "nenhuma", "niciunul", "niciuna"),
        *("žiadny", "noben", "nobeden", "ei mikään", "inget"),
    }
)


def register() -> None:
    """Without an item of its own: ``waiting`` has one for everybody who is asked."""
    register_purpose(Purpose(PURPOSE, (), _asked, days=400, write=_written, is_item=False))


def read(text: str, slots: int) -> dict[int, Suits] | None:
    """What each numbered slot is said to be, in one of the first lines; None where that is not clear."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return next(
        (found for line in lines[:LINES_READ] if (found := _read_line(line, slots)) is not None), None
    )


def _read_line(line: str, slots: int) -> dict[int, Suits] | None:
    plain = line.casefold().strip(" .,;!\"'“”„«»()")
    if plain in NONE:
        return {}
    if plain in ALL or line.strip() == "*":
        return dict.fromkeys(range(1, slots + 1), Suits.YES)
    found: dict[int, Suits] = {}
    at = 0
    while at < len(plain):
        part = PART.match(plain, at)
        if part is None or not _take(part, found, slots):
            return None
        gap = BETWEEN.match(plain, part.end())
        if gap is None and part.end() < len(plain):
            return None
        at = gap.end() if gap else part.end()
    return found or None


def _take(part: re.Match[str], found: dict[int, Suits], slots: int) -> bool:
    first = int(part[1])
    last = int(part[2] or first)
    if not 1 <= first <= last <= slots:
        return False
    suits = Suits.MAYBE if part[3] else Suits.YES
    found.update(dict.fromkeys(range(first, last + 1), suits))
    return True


def _asked(question: Question) -> str:
    """The slots with their numbers again, and how to answer."""
    invitee = _invitee(question)
    poll = queries.polls().get(pk=invitee.poll_id)
    lines = [f"{number}  {words}" for number, words in wording.numbered(poll, invitee)]
    return "\n".join(["", *lines, "", *wording.how_to_reply(), wording.link_line(invitee)])


def _written(*, question: Question, text: str, by: Any) -> None:
    from . import actions

    invitee = _invitee(question)
    poll = queries.polls().get(pk=invitee.poll_id)
    slots = queries.slots_of(poll)
    said = read(text, len(slots))
    if said is None:
        raise NotUnderstood
    answers = {slot.pk: said.get(number, Suits.NO).value for number, slot in enumerate(slots, 1)}
    actions.answer_poll(invitee=invitee, answers=answers, via=Via.LINK, by=by)


def _invitee(question: Question) -> PollInvitee:
    invitee = subject_of(question)
    if not isinstance(invitee, PollInvitee):
        raise NotFound
    return queries.invitee_by_key(keys.key_of(invitee))[0]
