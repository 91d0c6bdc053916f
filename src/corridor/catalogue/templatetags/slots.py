"""Slots where the reader is."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from corridor.catalogue.models import Service, TestBedSlot
from corridor.catalogue.slots.hours import in_words, zone_of_hub, zone_of_reader
from corridor.kernel.i18n.languages import DEFAULT

register = template.Library()


@register.simple_tag(takes_context=True)
def slot_time(context: RequestContext, slot: TestBedSlot, service: Service) -> SafeString:
    """In the reader's own zone; for visitors, at the test bed."""
    request: Any = context["request"]
    words = in_words(slot.starts_at, slot.ends_at, zone_of_reader(request.user, service.hub))
    return _marked(slot, words)


@register.simple_tag
def slot_time_there(slot: TestBedSlot, service: Service) -> SafeString:
    """As clocks at the test bed show it."""
    return _marked(slot, in_words(slot.starts_at, slot.ends_at, zone_of_hub(service.hub)))


def _marked(slot: TestBedSlot, words: str) -> SafeString:
    start = slot.starts_at.isoformat()
    return format_html('<time datetime="{}" lang="{}">{}</time>', start, get_language() or DEFAULT, words)
