"""Badges: eight on a sheet of A4, each with name, organisation, country and the code of its person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from corridor.events.codes import door_url, qr_svg
from corridor.events.models import Event, Registration
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.i18n.languages import interface_language
from corridor.kernel.i18n.names import country_name
from corridor.kernel.typesetting import typeset

IN_A_FILE: Final = 80  # ten sheets; each QR code takes some hundredths of a second
LAYOUT: Final = Path(__file__).parent / "data" / "badges.typ"


def files(count: int) -> list[tuple[int, int, int]]:
    """Number, first and last badge of each file that ``count`` badges take."""
    firsts = range(1, count + 1, IN_A_FILE)
    return [(n, first, min(first + IN_A_FILE - 1, count)) for n, first in enumerate(firsts, 1)]


def sheet(event: Event, people: Iterable[Registration], at: datetime) -> bytes:
    language = interface_language(get_language() or event.language)
    contents = {
        "title": _("Badges: %(event)s") % {"event": best_text(event.title, language)},
        "event": best_text(event.title, event.language),
        "event_language": event.language,
        "group": best_text(event.group.name, language),
        "language": language,
        "nobody": _("Nobody is registered on site yet."),
        "badges": [_badge(event, one) for one in people],
    }
    return typeset(LAYOUT, contents, at=at)


def _badge(event: Event, one: Registration) -> dict[str, Any]:
    one.event = event
    return {
        "name": one.name,
        "organisation": one.organisation,
        "country": country_name(one.country_id, event.language) if one.country_id else "",
        "code": one.code,
        "qr": qr_svg(door_url(one)).decode(),
    }
