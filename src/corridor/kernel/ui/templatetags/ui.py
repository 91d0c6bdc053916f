"""Tags and filters of the base page: texts with their language, names, dates, addresses, levels."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_decimal
from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from corridor.kernel.audience import Audience, record_type_of
from corridor.kernel.i18n import fields
from corridor.kernel.i18n.languages import DEFAULT, LANGUAGES
from corridor.kernel.i18n.names import country_name, language_name
from corridor.kernel.ui import addresses
from corridor.kernel.ui.paging import page_window
from corridor.kernel.ui.themes import theme_file

register = template.Library()

LEVELS = 5
DATE_LOCALES = {"en": "en_GB"}  # day before month, as all of Europe has it
JSON_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def _language() -> str:
    return get_language() or DEFAULT


@register.filter
def tagged(texts: dict[str, str]) -> str:
    """The best text of ``texts`` in a ``span`` that says its language."""
    return fields.tagged(texts)


@register.filter
def best_text(texts: dict[str, str]) -> str:
    return fields.best_text(texts)


@register.filter
def best_language(texts: dict[str, str]) -> str:
    return fields.best_language(texts) or DEFAULT


@register.filter
def term(entry: Any) -> str:
    """Label of a term or a concept, with its language; the official English where there is none."""
    labels = entry.labels or {}
    if fields.best_language(labels):
        return fields.tagged(labels)
    return format_html('<span lang="en">{}</span>', entry.label)


@register.filter
def country(code: str) -> str:
    """Name of a country in the page's language."""
    return _country(code, _language())


@lru_cache(maxsize=2048)
def _country(code: str, language: str) -> str:
    return format_html('<span lang="{}">{}</span>', language, country_name(code, language))


@register.filter
def language(code: str) -> str:
    """Name of a language in the page's language."""
    return format_html('<span lang="{}">{}</span>', _language(), language_name(code, _language()))


@register.filter
def day(value: date | None) -> str:
    """A date in words, machine-readable, in the page's language."""
    if value is None:
        return ""
    plain = value.date() if isinstance(value, datetime) else value
    return _day(plain, _language())


@lru_cache(maxsize=2048)
def _day(plain: date, language: str) -> str:
    words = format_date(plain, format="long", locale=DATE_LOCALES.get(language, language))
    return format_html('<time datetime="{}" lang="{}">{}</time>', plain.isoformat(), language, words)


@register.filter
def moment(value: datetime | None) -> str:
    """A date and a time of day where the reader is, machine-readable, in the page's language."""
    return _moment(value, lambda here, locale: format_datetime(here, format="medium", locale=locale))


@register.filter
def minute(value: datetime | None) -> str:
    """The same without seconds, for hours that somebody chose."""
    return _moment(
        value,
        lambda here, locale: (
            f"{format_date(here, 'medium', locale)}, {format_time(here, 'short', locale=locale)}"
        ),
    )


def _moment(value: datetime | None, in_words: Callable[[datetime, str], str]) -> str:
    if value is None:
        return ""
    here = timezone.localtime(value)
    words = in_words(here, DATE_LOCALES.get(_language(), _language()))
    return format_html('<time datetime="{}" lang="{}">{}</time>', here.isoformat(), _language(), words)


@register.filter
def number(value: float) -> str:
    return str(format_decimal(value, locale=_language()))


@register.simple_tag(takes_context=True)
def with_query(context: RequestContext, **changes: Any) -> str:
    """This page's address with some query values set; an empty value takes its name away."""
    return addresses.with_query(_request(context), **changes)


@register.simple_tag(takes_context=True)
def without_value(context: RequestContext, name: str, value: str) -> str:
    """This page's address without one of the values of a query name, and back on page one."""
    return addresses.without_value(_request(context), name, value)


@register.simple_tag(takes_context=True)
def same_query(context: RequestContext, path: str, **changes: Any) -> str:
    """Another page with this page's query, changed where said, without the page number."""
    return addresses.with_query(_request(context), path, page="", **changes)


@register.simple_tag(takes_context=True)
def languages_menu(context: RequestContext) -> SafeString:
    """An item for this page in each language. Made here, like the next: they are on every page, and a
    template takes ten times as long."""
    path, here = escape(_request(context).get_full_path()), _language()
    return mark_safe("".join(_menu_item(addresses.in_language(path, code), code, here) for code in LANGUAGES))


def _menu_item(url: str, code: str, here: str) -> str:
    current = ' aria-current="true"' if code == here else ""
    return f'<li><a href="{url}" lang="{code}" hreflang="{code}"{current}>{LANGUAGES[code]}</a></li>\n'


@register.simple_tag(takes_context=True)
def addresses_of_page(context: RequestContext) -> SafeString:
    """The full address under which the world knows this page, without its query, and those in other
    languages."""
    path, base = escape(_request(context).path), escape(settings.BASE_URL)
    links = [f'<link rel="canonical" href="{base}{path}">']
    for name, code in [*zip(LANGUAGES, LANGUAGES, strict=True), ("x-default", DEFAULT)]:
        url = f"{base}{addresses.in_language(path, code)}"
        links.append(f'<link rel="alternate" hreflang="{name}" href="{url}">')
    return mark_safe("\n".join(links))


@register.simple_tag
def head(theme: str) -> SafeString:
    """What stands at the beginning of every page, drawn once for each theme."""
    return _draw_head(theme) if settings.DEBUG else _head(theme)


@lru_cache(maxsize=8)
def _head(theme: str) -> SafeString:
    return _draw_head(theme)


def _draw_head(theme: str) -> SafeString:
    return render_to_string("kernel/head.html", {"theme": theme})


@register.simple_tag
def theme_stylesheet(name: str) -> str:
    """Link to the theme's tokens; nothing for the built-in theme."""
    file = theme_file(name)
    return format_html('<link rel="stylesheet" href="{}">', static(file)) if file else ""


@register.simple_tag
def icon(name: str) -> str:
    return _icon(name, static("kernel/icons.svg") if settings.DEBUG else _sprite())


@lru_cache(maxsize=1)
def _sprite() -> str:
    return static("kernel/icons.svg")


@lru_cache(maxsize=256)
def _icon(name: str, sprite: str) -> str:
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>', sprite, name
    )


@register.inclusion_tag("kernel/levels.html")
def levels(level: int | None) -> dict[str, Any]:
    """Five stops, the first ``level`` of them filled; nothing where no level is stated."""
    return {"level": level, "of": LEVELS, "stops": [n <= (level or 0) for n in range(1, LEVELS + 1)]}


@register.inclusion_tag("kernel/audience_mark.html")
def audience_mark(record: Any) -> dict[str, Any]:
    """Who a record is for, as a mark that leads to the page which says who that is and why."""
    audience, kind = Audience(record.audience), record_type_of(record)
    return {
        "value": audience.value,
        "label": audience.label,
        "icon": f"for-{audience.value}",
        "url": kind.url(record) if kind else "",
    }


@register.inclusion_tag("kernel/pagination.html", takes_context=True)
def pagination(context: RequestContext, page: int, pages: int) -> dict[str, Any]:
    request = _request(context)
    steps = [
        {"page": n, "url": addresses.with_query(request, page=n) if n else "", "current": n == page}
        for n in page_window(page, pages)
    ]
    return {
        "steps": steps,
        "pages": pages,
        "before": addresses.with_query(request, page=page - 1) if page > 1 else "",
        "after": addresses.with_query(request, page=page + 1) if page < pages else "",
    }


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """A data block for machines; no text in it can end the element."""
    text = json.dumps(data, ensure_ascii=False).translate(JSON_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


def _request(context: RequestContext) -> HttpRequest:
    request: HttpRequest = context["request"]
    return request
