"""From rows to what the engine suggests from: everybody who takes part, in a constant number of queries.

Codes are slugs of the vocabulary; ids are those of profiles and entries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

from corridor.bilaterals.asking.limits import NONE, loads_of
from corridor.bilaterals.asking.meeting import free_slots
from corridor.bilaterals.enums import EntryKind
from corridor.bilaterals.models import Bilaterals, Entry, Profile
from corridor.bilaterals.profiles.queries import people_of
from corridor.engines.matching import Need, Offer
from corridor.engines.matching.people import Participant
from corridor.engines.matching.rarity import words_among
from corridor.kernel.search.folding import fold, looks_like_code, words_of
from corridor.kernel.search.registry import terminology
from corridor.kernel.search.understanding import named_topics
from corridor.vocab.nearness import ALL_SECTORS, CONCEPT

from .acquaintance import acquainted, known_elsewhere

READ: Final = 0.6  # strength of a concept that the words name and nobody ticked
SHORTEST: Final = 4  # letters of a word that counts, codes apart
REMEMBERED: Final = 4096  # texts


class Everybody:
    """Of one event's 1:1 meetings. An idea is something that its owner both brings and wants others for."""

    def __init__(self, bilaterals: Bilaterals) -> None:
        self.bilaterals = bilaterals
        self.profiles = {one.pk: one for one in people_of(bilaterals)}
        self.entries = {entry.pk: entry for one in self.profiles.values() for entry in one.entries.all()}
        self._technologies, self._sectors = (
            _codes(name, "term__slug", self.entries) for name in ("technologies", "sectors")
        )
        self._concepts = _codes("concepts", "concept__slug", self.entries)
        self._words = {pk: _words(_text(entry)) for pk, entry in self.entries.items()}
        self._offered = {pk: self._words[pk] for pk, one in self.entries.items() if _is_offer(one)}
        self._among = words_among(self._offered.values())
        self._read = {pk: self._concepts_of(entry) for pk, entry in self.entries.items()}
        self._slots = free_slots(bilaterals, list(self.profiles.values()))
        self._loads = loads_of(bilaterals)
        self._here = acquainted(self.profiles)
        self._elsewhere = known_elsewhere(bilaterals, self.profiles.values())

    def reader(self, profile: Profile) -> Participant:
        """With those whom they know from other events."""
        known = frozenset(map(str, self._elsewhere.get(profile.pk, ())))
        offered = {
            str(pk): words for pk, words in self._offered.items() if self.entries[pk].profile_id != profile.pk
        }
        return replace(self._participant(self.profiles[profile.pk], offered), known=known)

    def others(self, profile: Profile) -> list[Participant]:
        """Those with whom nothing was asked or agreed at this event."""
        gone = self._here.get(profile.pk, set()) | {profile.pk}
        own = self.profiles[profile.pk].entries.all()
        offered = {str(one.pk): self._offered[one.pk] for one in own if _is_offer(one)}
        return [self._participant(one, offered) for pk, one in self.profiles.items() if pk not in gone]

    def _participant(self, profile: Profile, offered: Mapping[str, frozenset[str]]) -> Participant:
        """``offered`` are the words of what could answer their needs."""
        registration = profile.registration
        load = self._loads.get(profile.pk, NONE)
        entries = list(profile.entries.all())
        return Participant(
            id=str(profile.pk),
            country=self._country(profile),
            hub=str(registration.hub_id or ""),
            team=str(profile.delegation_id or ""),
            languages=tuple(profile.languages),
            needs={str(one.pk): self._need(one, offered) for one in entries if one.kind != EntryKind.OFFER},
            offers=tuple(self._offer(one) for one in entries if _is_offer(one)),
            slots=frozenset(self._slots[profile.pk]) if any(self._slots.values()) else None,
            requests=load.received,
            full=load.received >= self.bilaterals.most_asked
            or load.meetings >= self.bilaterals.most_meetings,
        )

    @staticmethod
    def _country(profile: Profile) -> str:
        registration = profile.registration
        return registration.country_id or (registration.hub.country_id if registration.hub else "")

    def _need(self, entry: Entry, offered: Mapping[str, frozenset[str]]) -> Need:
        return Need(
            technologies=frozenset(self._technologies.get(entry.pk, ())),
            sectors=frozenset(self._sectors.get(entry.pk, ())) - {ALL_SECTORS},
            concepts=self._read[entry.pk],
            words=self._among.shares(self._words[entry.pk], offered),
        )

    def _offer(self, entry: Entry) -> Offer:
        sectors = frozenset(self._sectors.get(entry.pk, ()))
        return Offer(
            id=str(entry.pk),
            technologies=frozenset(self._technologies.get(entry.pk, ())),
            sectors=frozenset() if ALL_SECTORS in sectors else sectors,
            concepts=self._read[entry.pk],
        )

    def _concepts_of(self, entry: Entry) -> dict[str, float]:
        read = _read(_text(entry), entry.language, terminology().digest)
        return dict(read) | dict.fromkeys(self._concepts.get(entry.pk, ()), 1.0)


def _is_offer(entry: Entry) -> bool:
    return entry.kind != EntryKind.REQUEST


def _codes(name: str, column: str, entries: Collection[int]) -> Mapping[int, set[str]]:
    through = getattr(Entry, name).through
    found: dict[int, set[str]] = defaultdict(set)
    for pk, code in through.objects.filter(entry__in=list(entries)).values_list("entry_id", column):
        found[pk].add(code)
    return found


def _text(entry: Entry) -> str:
    return f"{entry.title}\n{entry.text}"


@lru_cache(maxsize=REMEMBERED)
def _words(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words_of(text) if len(word) >= SHORTEST or looks_like_code(word))


@lru_cache(maxsize=REMEMBERED)
def _read(text: str, language: str, _digest: str) -> tuple[tuple[str, float], ...]:
    """The concepts that the text names, for the vocabulary of this digest."""
    named = named_topics(text, language)
    return tuple(
        (topic.target.removeprefix(CONCEPT), READ * topic.weight)
        for topic in named
        if topic.target.startswith(CONCEPT)
    )
