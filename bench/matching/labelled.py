"""The labelled set: services, needs, and what a knowledgeable advisor would name for each."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corridor.engines.matching import Delivery, Need, Offer, Vocabulary, usually_hard
from corridor.vocab.files import shipped

FOLDER = Path(__file__).parents[1] / "data/matching"
GRADED = 2  # from here on a service is a good answer


@dataclass(frozen=True)
class Labelled:
    services: Sequence[Mapping[str, Any]]
    needs: Sequence[Mapping[str, Any]]
    grades: Mapping[str, Mapping[str, int]]

    def of(self, split: str) -> Labelled:
        needs = [need for need in self.needs if need["split"] == split]
        return Labelled(self.services, needs, {need["id"]: self.grades[need["id"]] for need in needs})


def read(folder: Path = FOLDER) -> Labelled:
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "qrels.tsv").read_text("utf-8").splitlines():
        need, service, grade = line.split("\t")
        if grade.isdigit():  # the first line may be a heading
            grades[need][service] = int(grade)
    return Labelled(_lines(folder / "services.jsonl"), _lines(folder / "needs.jsonl"), grades)


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def text_of(service: Mapping[str, Any]) -> str:
    return f"{service['title']} {service['text']}"


def offer_of(service: Mapping[str, Any], named: Mapping[str, float]) -> Offer:
    """``named`` are the concepts that its text names; its tags count whole."""
    trl = service["trl"]
    return Offer(
        id=service["id"],
        hub=service["hub"],
        country=service["hub_country"],
        region=service["hub_region"],
        category=service["category"],
        technologies=frozenset(service["technologies"]),
        sectors=frozenset(service["sectors"]) - {"All sectors"},
        concepts={**named, **dict.fromkeys(service.get("concepts") or (), 1.0)},
        languages=frozenset(service["languages"]),
        delivery=Delivery(service["delivery"]),
        places=frozenset(service["places"]),
        customers=frozenset(service["customers"]),
        price=service["price"],
        list_price=service["list_price"],
        aid=service["aid"],
        capacity=service["capacity"],
        lead_days=service["lead_days"],
        free_in_days=service["free_in_days"],
        trl=(trl[0], trl[1]) if trl else None,
        confirmed_days_ago=service["confirmed_days_ago"],
        delivered=service["delivered"],
        rating=service["rating"],
    )


def need_of(
    need: Mapping[str, Any],
    suggested: Mapping[str, float],
    meaning: Mapping[str, float],
    words: Mapping[str, float],
) -> Need:
    """``suggested`` are concepts that the product finds in the text; those confirmed count whole. The set
    marks no condition itself, so those are taken that the product's form marks beforehand."""
    asked = Need(
        customer=need["customer"],
        country=need["country"],
        region=need["region"],
        languages=tuple(need["languages"]),
        category=need["category"] or "",
        technologies=frozenset(need["technologies"]),
        sectors=frozenset(need["sectors"]) - {"All sectors"},
        concepts={**suggested, **dict.fromkeys(need["concepts"], 1.0)},
        budget=need["budget"],
        start_within=need["start_within_days"],
        delivery=None if need["delivery"] == "any" else Delivery(need["delivery"]),
        meaning=meaning,
        words=words,
    )
    return replace(asked, hard=usually_hard(asked))


def vocabulary() -> Vocabulary:
    """The product's, with sectors by their official names, as the set has them."""
    from corridor.vocab import nearness

    known = nearness.vocabulary()
    code = {term.slug: term.code for term in shipped().lists_in_force["sectors"].terms}
    sectors = {
        code[slug]: {code[other]: share for other, share in near.items()}
        for slug, near in known.sectors.items()
    }
    return replace(known, sectors=sectors)
