"""From a kind and its context to subject, text and HTML, in the reader's language and time zone."""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template import Engine, Template, TemplateDoesNotExist
from django.template.context import Context
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import override

from . import clean
from .kinds import Kind

PRELUDE = "{% load i18n ui %}{% autoescape off %}"
END = "{% endautoescape %}"


@dataclass(frozen=True)
class Reader:
    """Whom a letter is for, as far as writing it goes."""

    name: str
    language: str
    time_zone: str = settings.TIME_ZONE


@dataclass(frozen=True)
class Written:
    """``summary`` is the text without greeting and ending, as the page of notices shows it."""

    subject: str
    text: str
    html: str
    summary: str


@dataclass(frozen=True)
class Ending:
    """What stands below every letter: why it came and how to get fewer."""

    unsubscribe_url: str = ""
    wishes_url: str = ""
    reply_hint: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)


def write(kind: Kind, reader: Reader, context: Mapping[str, Any], ending: Ending) -> Written:
    """Render a kind's templates; values of the context are data and never read as a template."""
    with override(reader.language), timezone.override(_zone(reader.time_zone)):
        values = _values(reader, context, ending)
        first_line, rest = _parts(kind.template)
        subject = clean.subject(first_line.render(Context(_flat(values))))
        summary = rest.render(Context(values)).strip()
        values |= {"subject": subject, "body_text": summary}
        text = _plain("post/mail.txt").render(Context(values)).strip() + "\n"
        return Written(subject, text, _html(kind.template, values), summary)


def _values(reader: Reader, context: Mapping[str, Any], ending: Ending) -> dict[str, Any]:
    return {
        "name": reader.name,
        "language": reader.language,
        "url": "",
        **context,
        "site": str(settings.SITE_NAME),
        "base_url": settings.BASE_URL,
        "ending": ending,
    }


def _flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same values for a subject: no text in them can begin a new line."""
    return {
        name: clean.one_line(value) if isinstance(value, str) else value for name, value in values.items()
    }


def _html(template: str, values: dict[str, Any]) -> str:
    try:
        chosen = get_template(f"{template}.html")
    except TemplateDoesNotExist:
        chosen = get_template("post/letter.html")
    return str(chosen.render(values)).strip() + "\n"


def _parts(template: str) -> tuple[Template, Template]:
    if settings.DEBUG:
        return _split(template)
    return _kept_parts(template)


def _split(template: str) -> tuple[Template, Template]:
    source = _source(f"{template}.txt")
    first, _line_end, rest = source.partition("\n")
    return _compiled(first), _compiled(rest)


_kept_parts = lru_cache(maxsize=256)(_split)


@lru_cache(maxsize=8)
def _plain(name: str) -> Template:
    return _compiled(_source(name))


def _source(name: str) -> str:
    """A template as it is written; compiling it is done here, with what a plain text needs around it."""
    for loader in Engine.get_default().template_loaders:
        for origin in loader.get_template_sources(name):
            try:
                return str(loader.get_contents(origin))  # type: ignore[attr-defined]
            except TemplateDoesNotExist:
                continue
    raise TemplateDoesNotExist(name)


def _compiled(source: str) -> Template:
    return Template(PRELUDE + source + END)


def _zone(name: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo(settings.TIME_ZONE)
