"""Suggestions beside the fields that they are for, as a page draws them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from corridor.members.groups.editing import Row
from corridor.vocab.suggesting import Suggestion


@dataclass(frozen=True)
class Option:
    suggestion: Suggestion
    id: str
    is_ticked: bool


@dataclass(frozen=True)
class Group:
    """What is suggested for one field; ``kind`` is the type of its inputs."""

    name: str
    heading: Any
    kind: str
    options: list[Option]


def suggested(form: forms.Form, found: Mapping[str, Sequence[Suggestion]]) -> list[Group]:
    return [_group(form[name], listed) for name, listed in found.items() if listed]


def _group(field: forms.BoundField, listed: Sequence[Suggestion]) -> Group:
    value: Any = field.value() or ()
    ticked = {value} if isinstance(value, str) else set(value)
    options = [Option(one, f"suggested-{field.name}-{one.code}", one.code in ticked) for one in listed]
    widget: Any = field.field.widget
    return Group(field.name, field.label, widget.input_type, options)


def differing_in_words(form: Any, stored: Mapping[str, Any]) -> list[Row]:
    """What the form says otherwise than what is stored, for who wrote at the same time as somebody else."""
    return [
        {
            "label": form.fields[name].label,
            "stored": _in_words(form, name, stored[name]),
            "written": _in_words(form, name, value),
        }
        for name, value in form.values.items()
        if value != stored[name]
    ]


def _in_words(form: Any, name: str, value: Any) -> str:
    names = {**dict(getattr(form.fields[name], "choices", ())), **dict(form.choices.get(name, ()))}
    listed = value if isinstance(value, list) else [value]
    return ", ".join(str(names.get(one, one)) for one in listed if one not in (None, ""))
