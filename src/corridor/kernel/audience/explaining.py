"""Who can see a record and why, now and after a change, counted and in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import registry
from .readers import Because, Census, Placement, Reader, Reason, why
from .viewers import VISITOR, Audience, Viewer

FEW: Final = 3  # so many are called by name, where the viewer may know them
MOST_NAMES: Final = 200
ORDER: Final = {because: place for place, because in enumerate(Because)}


@dataclass(frozen=True)
class ReaderGroup:
    """Readers with the same reason. ``hubs`` is of how many hubs they are, as far as that is the reason;
    ``names`` is empty where the asking viewer may not know them."""

    reason: Reason
    people: int
    hubs: int
    names: tuple[str, ...]

    @property
    def who(self) -> str:
        if self.names and self.people <= FEW:
            return _joined(self.names)
        return counted(self.people, self.hubs)

    @property
    def sentence(self) -> str:
        return sentence(self.reason, self.who)

    @property
    def listed(self) -> tuple[str, ...]:
        """Names that the sentence does not say already."""
        return self.names[:MOST_NAMES] if self.people > FEW else ()

    @property
    def unlisted(self) -> int:
        return self.people - len(self.listed)


@dataclass(frozen=True)
class Readership:
    """All who see a record with one audience. ``everybody`` is true where no account is needed."""

    audience: str
    groups: tuple[ReaderGroup, ...]
    people: frozenset[int]
    everybody: bool

    @property
    def label(self) -> str:
        return str(Audience(self.audience).label)


@dataclass(frozen=True)
class Explanation:
    """The answer to *who can see this and why*; ``then`` is the answer after the proposed change."""

    now: Readership
    then: Readership | None
    gain: ReaderGroup
    lose: ReaderGroup
    operators: int

    @property
    def people(self) -> frozenset[int]:
        return self.now.people

    @cached_property
    def change(self) -> tuple[str, ...]:
        """What the proposed audience would change, in sentences; none without a proposal."""
        if self.then is None:
            return ()
        told = []
        if self.then.everybody and not self.now.everybody:
            told.append(_("Everybody could see it, also people without an account."))
        if self.now.everybody and not self.then.everybody:
            told.append(_("People without an account could no longer see it."))
        if self.gain.people:
            told.append(_("%(who)s would gain it.") % {"who": self.gain.who})
        if self.lose.people:
            told.append(_("%(who)s would lose it.") % {"who": self.lose.who})
        return tuple(told) or (_("Nothing changes: the same people can see it."),)


@dataclass(frozen=True)
class Answer:
    """Whether one person sees a record, and the reason in a sentence."""

    name: str
    sees: bool
    sentence: str


def who_can_see(
    record: models.Model, *, audience: str | None = None, viewer: Viewer = VISITOR
) -> Explanation:
    """Everybody who sees ``record`` now, and with ``audience`` if that is proposed.

    Names are told to a ``viewer`` of the network, whose people know each other; others get counts. The
    number of queries does not depend on how many people there are.
    """
    placed, census = _placement(record), registry.census()
    telling = _Telling(census, names=viewer.in_network)
    now = telling.readership(placed)
    then = telling.readership(replace(placed, audience=audience)) if audience else None
    return Explanation(
        now=now,
        then=then,
        gain=telling.difference(then, now),
        lose=telling.difference(now, then),
        operators=census.operators,
    )


def can_see(record: models.Model, *, name: str) -> list[Answer]:
    """The same for the people of the network whose name has these letters."""
    placed, wanted = _placement(record), name.casefold()
    found = (
        reader
        for reader in registry.census().readers
        if reader.viewer.in_network and wanted in reader.name.casefold()
    )
    return [_answer(reader, placed) for reader in sorted(found, key=lambda one: one.name)]


def _answer(reader: Reader, placed: Placement) -> Answer:
    reason = why(reader, placed)
    if reason is None:
        return Answer(reader.name, sees=False, sentence=_("%(who)s cannot see it.") % {"who": reader.name})
    if reason.because is Because.PUBLIC:
        told = _("%(who)s, because it is public") % {"who": reader.name}
        return Answer(reader.name, sees=True, sentence=told)
    return Answer(reader.name, sees=True, sentence=sentence(reason, reader.name))


def _placement(record: models.Model) -> Placement:
    kind = registry.record_type_of(record)
    if kind is None:
        raise LookupError(f"{record._meta.label} is no registered type of record")  # noqa: SLF001
    return kind.placement(record)


class _Telling:
    """Counts and names from one census. ``names`` says whether they may be told."""

    def __init__(self, census: Census, *, names: bool) -> None:
        self.census = census
        self.names = names
        self.by_id = {reader.viewer.person_id: reader for reader in census.readers}

    def readership(self, placed: Placement) -> Readership:
        reasons: dict[Reason, list[Reader]] = {}
        for reader in self.census.readers:
            if reason := why(reader, placed):
                reasons.setdefault(reason, []).append(reader)
        everybody = placed.audience == Audience.PUBLIC and not placed.withheld
        people = {reader.viewer.person_id for found in reasons.values() for reader in found}
        return Readership(
            audience=placed.audience,
            groups=self._everybody() if everybody else self._groups(reasons, placed),
            people=frozenset(one for one in people if one is not None),
            everybody=everybody,
        )

    def difference(self, more: Readership | None, less: Readership | None) -> ReaderGroup:
        ids = more.people - less.people if more and less else frozenset()
        found = [self.by_id[one] for one in sorted(ids)]
        hubs = {hub for reader in found for hub in reader.viewer.hubs}
        return self._group(Reason(Because.NETWORK), found, len(hubs))

    def _everybody(self) -> tuple[ReaderGroup, ...]:
        return (ReaderGroup(Reason(Because.PUBLIC), len(self.census.readers), 0, ()),)

    def _groups(self, reasons: dict[Reason, list[Reader]], placed: Placement) -> tuple[ReaderGroup, ...]:
        made = [
            self._group(reason, found, self._hubs(reason.because, found, placed))
            for reason, found in reasons.items()
        ]
        return tuple(sorted(made, key=lambda one: (ORDER[one.reason.because], -one.people, one.reason.role)))

    def _group(self, reason: Reason, found: Sequence[Reader], hubs: int) -> ReaderGroup:
        names = tuple(sorted(reader.name for reader in found)) if self.names else ()
        return ReaderGroup(reason, len(found), hubs, names)

    def _hubs(self, because: Because, found: Iterable[Reader], placed: Placement) -> int:
        theirs = {hub for reader in found for hub in reader.viewer.hubs}
        if because is Because.HUB:
            return len(theirs & placed.hubs)
        if because is Because.GROUP:
            members = self.census.groups_of_hubs
            return sum(1 for hub in theirs if members.get(hub, frozenset()) & placed.groups)
        return len(theirs) if because is Because.NETWORK else 0


def counted(people: int, hubs: int) -> str:
    """ "41 people of 23 hubs", or without the hubs where there are none."""
    some = ngettext("%(count)s person", "%(count)s people", people) % {"count": people}
    if not hubs:
        return some
    of = ngettext("%(count)s hub", "%(count)s hubs", hubs) % {"count": hubs}
    return _("%(people)s of %(hubs)s") % {"people": some, "hubs": of}


def sentence(reason: Reason, who: str) -> str:
    if reason.because is Because.ROLE:
        return registry.because_of_role(reason.role, who)
    return {
        Because.OWN: _("%(who)s, because it is their own"),
        Because.HUB: _("%(who)s, because it belongs to their hub"),
        Because.CORRIDOR: _("%(who)s, because it is for the corridor of their hubs"),
        Because.GROUP: _("%(who)s, because it is for the group"),
        Because.NETWORK: _("%(who)s, because it is for the network of all hubs"),
        Because.ROLE_ANYWHERE: _("%(who)s with a role in a group, because it is for the network of all hubs"),
        Because.PUBLIC: _("Everybody, also people without an account, because it is public"),
    }[reason.because] % {"who": who}


def _joined(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
