"""``corridor search``: what a visitor would find, with reasons."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from corridor.kernel.audience import VISITOR
from corridor.kernel.i18n.languages import CODES
from corridor.kernel.search.queries import find
from corridor.kernel.search.registry import registry
from corridor.kernel.search.shapes import Answer, Hit, Question


class Command(BaseCommand):
    help = "Search what is public, in any of the 24 languages, with reasons."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("text", help='what is needed, in plain words: "réseau 5G privé pour un port"')
        parser.add_argument(
            "--lang", default="en", choices=CODES, help="language of the answer (default: en)"
        )
        parser.add_argument(
            "--filter", action="append", default=[], metavar="FACET=CODE", help="country=FR, kind=EDIH …"
        )
        parser.add_argument("--limit", type=int, default=10, help="records to show (default: 10)")
        parser.add_argument("--json", action="store_true", help="the whole answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        question = Question(
            options["text"], options["lang"], facets=_facets(options["filter"]), size=max(1, options["limit"])
        )
        with override(options["lang"]):
            answer = find(question, VISITOR)
        self.stdout.write(_as_json(answer) if options["json"] else _as_text(answer))


def _facets(filters: list[str]) -> dict[str, tuple[str, ...]]:
    chosen: dict[str, tuple[str, ...]] = {}
    for item in filters:
        name, equals, code = item.partition("=")
        if not equals or name not in registry.facets:
            raise CommandError(
                f"“{item}” is no filter. Write one of {', '.join(registry.facets)}, then = and a code."
            )
        chosen[name] = (*chosen.get(name, ()), code)
    return chosen


def _as_json(answer: Answer) -> str:
    return json.dumps(
        {
            "query": answer.question.text,
            "language": answer.language,
            "total": answer.total,
            "by_meaning": answer.by_meaning,
            "milliseconds": answer.milliseconds,
            "hits": [_record(hit) for hit in answer.hits],
            "facets": {facet.name: [asdict(value) for value in facet.values] for facet in answer.facets},
            "hints": [asdict(hint) for hint in answer.hints],
        },
        ensure_ascii=False,
        indent=2,
    )


def _record(hit: Hit) -> dict[str, Any]:
    return asdict(hit) | {"url": settings.BASE_URL + hit.url}


def _as_text(answer: Answer) -> str:
    lines = [f"{answer.total} found, in {answer.milliseconds} ms (question in {answer.language})"]
    for place, hit in enumerate(answer.hits, 1):
        lines += ["", f"{place:2}. {hit.title}", f"    {settings.BASE_URL}{hit.url}"]
        lines += [f"    - {reason.sentence}" for reason in hit.reasons]
    lines += [f"{hint.sentence}" for hint in answer.hints]
    return "\n".join(lines)
