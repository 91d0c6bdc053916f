"""What minutes hold about people. The text of minutes is the group's record of what was said and decided, and
stays as it was approved; comments are people's own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from corridor.kernel.errors import Text
from corridor.kernel.privacy import Personal, register_tables
from corridor.kernel.traces import take_out

from .models import Clash, Comment, Correction, PassageText

BASIS = "legitimate interest"
KEPT = _("as long as the group keeps its records; after an erasure without a name")
SEEN_BY = _("people who belong to the group")


def register() -> None:
    register_tables(_TABLES)


def _nothing(person: Any) -> None:
    """The row stays; its person has no name any more."""


def _texts(person: Any) -> Iterable[Mapping[str, Any]]:
    rows = PassageText.objects.filter(by=person)
    found: Iterable[Mapping[str, Any]] = rows.values("version", "text", "at")
    return found


def _clashes(person: Any) -> Iterable[Mapping[str, Any]]:
    rows = Clash.objects.filter(Q(by=person) | Q(settled_by=person))
    found: Iterable[Mapping[str, Any]] = rows.values("theirs", "mine", "at", "settled_at")
    return found


def _comments(person: Any) -> Iterable[Mapping[str, Any]]:
    rows = Comment.objects.filter(Q(by=person) | Q(settled_by=person))
    found: Iterable[Mapping[str, Any]] = rows.values(
        *("text", "is_objection", "at", "settled_at", "settled_how"),
        in_group=F("minutes__meeting__group__slug"),
    )
    return found


def _corrections(person: Any) -> Iterable[Mapping[str, Any]]:
    rows = Correction.objects.filter(by=person)
    found: Iterable[Mapping[str, Any]] = rows.values("before", "after", "reason", "at")
    return found


def _sweep_comments(words: frozenset[str]) -> None:
    """A comment may name somebody; a text that does goes as a whole."""
    take_out(Comment.objects.all(), ("text", "settled_how"), words)


def _sweep_reasons(words: frozenset[str]) -> None:
    take_out(Correction.objects.all(), ("reason",), words)


def _table(
    model: str, title: Text, columns: Mapping[str, Text], export: Any, *, sweep: Any = None
) -> Personal:
    named = {"title": title, "seen_by": SEEN_BY, "sweep": sweep}
    return Personal(f"meetings.{model}", columns, BASIS, KEPT, export, _nothing, **named)


_TABLES = (
    _table("PassageText", _("Versions of minutes"), {"by": _("who wrote this version")}, _texts),
    _table(
        "Clash",
        _("Paragraphs of minutes that two people changed"),
        {"by": _("who wrote the second version"), "settled_by": _("who chose between them")},
        _clashes,
    ),
    _table(
        "Comment",
        _("Comments on minutes"),
        {
            "by": _("who commented"),
            "text": _("what they said"),
            "settled_by": _("who settled it"),
            "settled_how": _("what came of it"),
        },
        _comments,
        sweep=_sweep_comments,
    ),
    _table(
        "Correction",
        _("Corrections of approved minutes"),
        {"by": _("who corrected"), "reason": _("why")},
        _corrections,
        sweep=_sweep_reasons,
    ),
)
