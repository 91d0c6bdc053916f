"""What pages about services need: prices, choices in words, and texts of which the reader's language is
missing."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.numbers import format_currency
from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from corridor.catalogue.enums import Customer, PriceUnit
from corridor.catalogue.models import Service
from corridor.kernel.i18n.fields import best_language
from corridor.kernel.i18n.languages import DEFAULT, LANGUAGES
from corridor.kernel.i18n.names import language_name

register = template.Library()

LOCALES = {"en": "en_IE"}  # English as the euro's own countries write it


@register.filter
def money(value: Decimal | None) -> str:
    """An amount in EUR as the page's language writes it, without cents where there are none."""
    if value is None:
        return ""
    if not value:
        return pgettext("price", "free of charge")
    return _money(value, get_language() or DEFAULT)


@lru_cache(maxsize=2048)
def _money(value: Decimal, language: str) -> str:
    """Remembered, since lists are full of prices and each takes a tenth of a millisecond."""
    locale = LOCALES.get(language, language)
    digits = {"currency_digits": False, "format": _whole_euros(locale)} if value == int(value) else {}
    return str(format_currency(value, "EUR", locale=locale, **digits))


def _whole_euros(locale: str) -> str:
    """The language's own pattern, such as "#,##0.00 ¤", without the cents."""
    return str(Locale.parse(locale).currency_formats["standard"].pattern).replace("0.00", "0")


@register.filter
def customer(code: str) -> str:
    return str(Customer(code).label)


@register.filter
def price_to_pay(service: Service) -> Decimal | None:
    """After subsidy; the list price where there is none."""
    paid: Decimal | None = service.list_price if service.price is None else service.price
    return paid


@register.filter
def is_subsidised(service: Service) -> bool:
    return service.price is not None and service.list_price is not None and service.price < service.list_price


@register.filter
def unit(service: Service) -> str:
    return str(PriceUnit(service.per).label)


@register.filter
def missing_language(texts: dict[str, str]) -> str:
    """What to say beside a text that does not exist in the page's language; empty where it does."""
    here, shown = get_language() or DEFAULT, best_language(texts)
    if not shown or shown == here:
        return ""
    names = {"wanted": language_name(here, here), "shown": language_name(shown, here)}
    return _("Not written in %(wanted)s yet; shown in %(shown)s.") % names


@register.simple_tag
def text_in(texts: dict[str, str], language: str) -> Any:
    """The text in exactly this language, in a ``span`` that says so; nothing where there is none."""
    return format_html('<span lang="{}">{}</span>', language, texts[language]) if texts.get(language) else ""


@register.filter
def own_name(code: str) -> str:
    """A language by its own name."""
    return LANGUAGES[code]


@register.filter
def days_ago(moment: datetime) -> str:
    """How long something waits, in days."""
    days = (timezone.localdate() - timezone.localdate(moment)).days
    if days <= 0:
        return _("since today")
    return ngettext("for %(days)s day", "for %(days)s days", days) % {"days": days}
