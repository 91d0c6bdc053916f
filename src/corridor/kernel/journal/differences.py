"""Entries as people read them: who, what, and what changed, field by field and word by word."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from corridor.kernel.i18n.languages import CODES

from .entries import JournalEntry
from .queries import model_of
from .registry import verb_title

LONG: Final = 60  # a longer text is compared word by word
MOST_WORDS: Final = 4000  # beyond that, comparing takes too long
NOTHING: Final[tuple[Any, ...]] = (None, "", "None", [], {})


@dataclass(frozen=True)
class Part:
    """A piece of a compared text: "same", "gone" or "new"."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One field before and after; ``parts`` instead where it is a long text. ``language`` of the text."""

    label: str
    before: str = ""
    after: str = ""
    language: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Shown:
    """One entry. ``changes`` is none where the reader may not know what the record said."""

    at: datetime
    who: str
    title: str
    about: str
    changes: tuple[Change, ...] | None


def shown(entries: Sequence[JournalEntry], hidden: Collection[tuple[str, str]] = frozenset()) -> list[Shown]:
    names = _names(entries)
    return [
        Shown(
            at=entry.at,
            who=str(entry.by) if entry.by else _("the installation itself"),
            title=verb_title(entry.verb),
            about=about(entry),
            changes=None if (entry.record_type, entry.record_id) in hidden else tuple(_changes(entry, names)),
        )
        for entry in entries
    ]


def about(entry: JournalEntry) -> str:
    model = model_of(entry.record_type)
    name = str(model._meta.verbose_name) if model else entry.record_type  # noqa: SLF001
    return f"{name} {entry.record_id}"


def _changes(entry: JournalEntry, names: Mapping[str, str]) -> Iterable[Change]:
    model = model_of(entry.record_type)
    for name in dict.fromkeys([*entry.before, *entry.after]):
        old, new = entry.before.get(name), entry.after.get(name)
        if (old in NOTHING and new in NOTHING) or old == new:
            continue
        field, label = _field(model, name)
        if _in_languages(old) and _in_languages(new):
            yield from _by_language(label, old or {}, new or {})
        else:
            yield _change(label, _text(field, old, names), _text(field, new, names))


def _by_language(label: str, old: dict[str, str], new: dict[str, str]) -> Iterable[Change]:
    for code in CODES:
        if old.get(code) != new.get(code):
            yield _change(label, old.get(code, ""), new.get(code, ""), code)


def _change(label: str, old: str, new: str, language: str = "") -> Change:
    if max(len(old), len(new)) > LONG and old and new:
        return Change(label, language=language, parts=compared(old, new))
    return Change(label, old, new, language)


def compared(old: str, new: str) -> tuple[Part, ...]:
    """The two texts laid over each other, word by word."""
    first, second = re.findall(r"\S+\s*", old), re.findall(r"\S+\s*", new)
    if len(first) + len(second) > MOST_WORDS:
        return (Part("gone", old), Part("new", new))
    parts: list[Part] = []
    plain = [word.strip() for word in first], [word.strip() for word in second]
    matcher = difflib.SequenceMatcher(None, *plain, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            parts.append(Part("same", "".join(second[c:d])))
            continue
        parts += [Part("gone", "".join(first[a:b]))] if a < b else []
        parts += [Part("new", "".join(second[c:d]))] if c < d else []
    return tuple(parts)


def _in_languages(value: Any) -> bool:
    if value is None:
        return True
    return isinstance(value, dict) and all(
        code in CODES and isinstance(text, str) for code, text in value.items()
    )


def _field(model: Any, name: str) -> tuple[Any, str]:
    plain = name.replace("_", " ").replace("-", " ")
    try:
        field = model._meta.get_field(name) if model else None  # noqa: SLF001
    except FieldDoesNotExist:
        field = None
    label = str(getattr(field, "verbose_name", "") or plain)
    return field, label[:1].upper() + label[1:]


def _text(field: Any, value: Any, names: Mapping[str, str]) -> str:
    """A value in words."""
    if value in NOTHING:
        return ""
    if _is_person(field) and str(value) in names:
        return names[str(value)]
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_text(None, one, names) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_text(None, one, names)}" for name, one in value.items())
    choices = {str(code): str(label) for code, label in getattr(field, "flatchoices", None) or ()}
    return choices.get(str(value)) or (value if isinstance(value, str) else json.dumps(value))


def _is_person(field: Any) -> bool:
    related: Any = getattr(field, "related_model", None)
    return related is not None and related._meta.label == settings.AUTH_USER_MODEL  # noqa: SLF001


def _names(entries: Sequence[JournalEntry]) -> dict[str, str]:
    """Names of the people whom the entries refer to by number: one query."""
    numbers = {
        str(value)
        for entry in entries
        for values in (entry.before, entry.after)
        for name, value in values.items()
        if str(value).isascii()
        and str(value).isdigit()
        and _is_person(_field(model_of(entry.record_type), name)[0])
    }
    people = get_user_model().objects.filter(pk__in=numbers).values_list("pk", "name")
    return {str(pk): name for pk, name in people}
