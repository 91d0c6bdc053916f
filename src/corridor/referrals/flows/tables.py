"""Both tables with their words: who is meant by each row, and where its number opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from corridor.kernel.audience import Viewer
from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.i18n.names import country_name
from corridor.members.models import Hub, WorkingGroup

from . import counting, queries
from .counting import Figures, Flow, Place, Sent
from .forms import Asked, code_of
from .map import FlowMap, draw

Opens = Callable[..., str]


@dataclass(frozen=True)
class FlowRow:
    start: str
    end: str
    figures: Figures
    url: str


@dataclass(frozen=True)
class HubRow:
    """``hub`` is empty for those whose hubs the reader may not see."""

    hub: Hub | None
    figures: Figures
    url: str


@dataclass(frozen=True)
class Tables:
    total: Figures
    across: int
    flows: list[FlowRow]
    hubs: list[HubRow]
    map: FlowMap

    @property
    def share(self) -> int:
        """Percent of those sent that cross a border."""
        return round(100 * self.across / self.total.sent) if self.total.sent else 0


def tables_of(viewer: Viewer, group: WorkingGroup, asked: Asked, opens: Opens) -> Tables:
    """``opens`` makes the address of the referrals behind a row; nothing for those who may open none."""
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    rows = list(queries.rows_of(queries.referrals_asked(group, asked)))
    by_country = counting.flows(rows, today)
    shown = counting.flows(rows, today, by_region=True) if asked.by_region else by_country
    return Tables(
        total=counting.figures_of(rows, today),
        across=sum(row.crosses_border for row in rows),
        flows=list(_flow_rows(shown, opens)),
        hubs=_hub_rows(viewer, rows, today, opens),
        map=draw(by_country),
    )


def _flow_rows(flows: Sequence[Flow], opens: Opens) -> Iterator[FlowRow]:
    names = queries.region_names({place.region for flow in flows for place in (flow.start, flow.end)})
    for flow in flows:
        url = opens(start=code_of(flow.start), end=code_of(flow.end))
        yield FlowRow(in_words(flow.start, names), in_words(flow.end, names), flow.figures, url)


def in_words(place: Place, regions: Mapping[str, str]) -> str:
    country = country_name(place.country, get_language() or DEFAULT)
    if not place.region:
        return country
    return f"{country}, {regions.get(place.region, '')} ({place.region})"


def _hub_rows(viewer: Viewer, rows: Sequence[Sent], today: date, opens: Opens) -> list[HubRow]:
    known = queries.hubs_seen(viewer, {row.hub for row in rows})
    found = counting.by_hub([row for row in rows if row.hub in known], today)
    named = [HubRow(known[pk], figures, opens(hub=known[pk].slug)) for pk, figures in found.items()]
    named.sort(key=lambda one: (-one.figures.late, -one.figures.waiting, _name(one)))
    others = [row for row in rows if row.hub not in known]
    return named + ([HubRow(None, counting.figures_of(others, today), "")] if others else [])


def _name(row: HubRow) -> str:
    return row.hub.name.casefold() if row.hub else ""


def sheets_of(tables: Tables, group: WorkingGroup, asked: Asked) -> dict[str, Any]:
    """The workbook: what it is about, then both tables."""
    hubs = ([one.hub.name if one.hub else _("other hubs"), *_waiting(one.figures)] for one in tables.hubs)
    flows = ([one.start, one.end, *_sent(one.figures)] for one in tables.flows)
    places = [_("From"), _("To")]
    days = [_("median days"), _("nine in ten within")]
    counts = [_("received"), _("answered"), _("within the promise"), *days, _("open"), _("late now")]
    return {
        _("About"): ([_("Figures"), ""], _about(tables, group, asked)),
        _("Flows"): ([*places, _("sent"), _("taken"), _("delivered"), _("answered"), days[0]], flows),
        _("Hubs"): ([_("Hub"), *counts], hubs),
    }


def _about(tables: Tables, group: WorkingGroup, asked: Asked) -> list[list[str]]:
    return [
        [_("Group"), str(group)],
        [_("Sent from"), asked.since.isoformat() if asked.since else _("the beginning")],
        [_("until"), (asked.until or timezone.localdate()).isoformat()],
        [_("State now"), asked.state or _("any")],
        [_("Referrals"), str(tables.total.sent)],
        [_("to another country"), str(tables.across)],
        [_("Days"), _("Working days where the asked hub is. No median of fewer than three answers.")],
    ]


def _sent(figures: Figures) -> list[str]:
    counts = (figures.sent, figures.taken, figures.delivered, figures.answered)
    return [*map(str, counts), days_in_words(figures.typical)]


def _waiting(figures: Figures) -> list[str]:
    days = [days_in_words(figures.typical), days_in_words(figures.most)]
    counts = [figures.sent, figures.answered, figures.in_time]
    return [*map(str, counts), *days, str(figures.waiting), str(figures.late)]


def days_in_words(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
