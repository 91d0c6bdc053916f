"""Where rooms above the kernel say which records have an audience, and who reads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise

from corridor.kernel.errors import NotFound
from corridor.kernel.ui.addresses import address

from .readers import Census, Placement
from .viewers import Audience, Viewer

BecauseOfRole = Callable[[str, str], str]  # role, who -> the whole sentence


@dataclass(frozen=True)
class RecordType:
    """A kind of record with an audience.

    ``name`` stands in addresses, ``model`` is "app.Model". ``door`` gives the record with that key to a
    viewer who may see it and raises ``NotFound`` for everybody else. ``placement`` says where a record
    stands; ``audiences`` are those that can be chosen for it. ``key``, ``label`` and ``page`` are its key
    in addresses, its name in the reader's language, and the path of its page.
    """

    name: str
    model: str
    title: str | Promise
    door: Callable[[Viewer, str], Any]
    placement: Callable[[Any], Placement]
    audiences: Sequence[Audience] = tuple(Audience)
    key: Callable[[Any], str] = lambda record: str(record.pk)
    label: Callable[[Any], str] = str
    page: Callable[[Any], str] = lambda _record: ""

    def url(self, record: Any) -> str:
        """The page that says who can see this record."""
        return address("audience:who-can-see", self.name, self.key(record))


@dataclass
class _Registered:
    types: dict[str, RecordType]
    census: Callable[[], Census]
    because_of_role: BecauseOfRole


_REGISTERED = _Registered({}, Census, lambda role, who: f"{who}, {role}")


def register_record_type(kind: RecordType) -> None:
    _REGISTERED.types[kind.name] = kind


def register_readers(census: Callable[[], Census], because_of_role: BecauseOfRole) -> None:
    """``census`` reads everybody in the same few queries, however many they are."""
    _REGISTERED.census = census
    _REGISTERED.because_of_role = because_of_role


def record_types() -> Sequence[RecordType]:
    return tuple(_REGISTERED.types.values())


def record_type(name: str) -> RecordType:
    if name not in _REGISTERED.types:
        raise NotFound
    return _REGISTERED.types[name]


def record_type_of(record: models.Model) -> RecordType | None:
    label = record._meta.label_lower  # noqa: SLF001 - Django's public-by-convention name
    return next((kind for kind in _REGISTERED.types.values() if kind.model.lower() == label), None)


def census() -> Census:
    return _REGISTERED.census()


def because_of_role(role: str, who: str) -> str:
    return _REGISTERED.because_of_role(role, who)
