"""The demo group's series of meetings, and what became of them. The five meetings of 2024 took place; what
comes after them is invented, and says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils import timezone

from corridor.kernel.audience import Audience
from corridor.meetings.enums import Approval, MeetingState
from corridor.meetings.models import Meeting, Series
from corridor.members.models import WorkingGroup

from .meetings_agenda import fill_in_agendas
from .meetings_minutes import fill_in_minutes
from .meetings_people import fill_in_people
from .meetings_polls import fill_in_poll
from .meetings_registers import fill_in_registers
from .meetings_stage import Stage

Due = Callable[[str], bool]
ZONE: Final = "Europe/Brussels"
INVENTED: Final = {
    "en": "Invented for the demo.",
    "fr": "Inventée pour la démonstration.",
    "de": "Für die Vorführung erfunden.",
}
PLENARY: Final = {
    "name": {"en": "Plenary", "fr": "Plénière", "de": "Plenum"},
    "purpose": {
        "en": "All member hubs, every few weeks.",
        "fr": "Tous les hubs membres, toutes les quelques semaines.",
        "de": "Alle Mitglieds-Hubs, alle paar Wochen.",
    },
}
TASK_FORCE: Final = {
    "name": {
        "en": "Task force on shared test beds",
        "fr": "Groupe de travail sur les bancs d’essai partagés",
        "de": "Arbeitsgruppe gemeinsame Testfelder",
    },
    "purpose": {
        "en": "Prepares how hubs use each other’s test beds; reports to the plenary.",
        "fr": "Prépare l’usage mutuel des bancs d’essai ; rend compte à la plénière.",
        "de": "Bereitet vor, wie Hubs die Testfelder der anderen nutzen; berichtet dem Plenum.",
    },
}
TITLES: Final = {
    "rules": {
        "en": "Rules for shared test beds",
        "fr": "Règles pour les bancs d’essai partagés",
        "de": "Regeln für gemeinsame Testfelder",
    },
    "costs": {
        "en": "Plenary: what a test day costs",
        "fr": "Plénière : ce que coûte un jour d’essai",
        "de": "Plenum: was ein Testtag kostet",
    },
    "joint": {
        "en": "The first joint test",
        "fr": "Le premier essai commun",
        "de": "Der erste gemeinsame Test",
    },
    "plenary": {
        "en": "Plenary: test beds across borders",
        "fr": "Plénière : bancs d’essai sans frontières",
        "de": "Plenum: Testfelder über Grenzen hinweg",
    },
    "review": {
        "en": "What we learn from the joint test",
        "fr": "Les leçons de l’essai commun",
        "de": "Was wir aus dem gemeinsamen Test lernen",
    },
}


def fill_in_meetings(group: WorkingGroup, is_due: Due) -> int:
    """Rows of what the demo has never had; ``is_due`` says so by name. Returns how many."""
    made = _series(group) if is_due("meeting-series") else 0
    stage = Stage(group)
    return made + sum(fill_in(stage, is_due) for fill_in in PARTS)


def _series(group: WorkingGroup) -> int:
    taken = set(Series.objects.filter(group=group).values_list("slug", flat=True))
    if taken & {"plenary", "task-force"}:
        return 0
    plenary, task_force = Series.objects.bulk_create(
        [
            Series(
                group=group,
                slug="plenary",
                audience=Audience.PUBLIC,
                usual_minutes=120,
                approval=Approval.NEXT_MEETING,
                **PLENARY,
            ),
            Series(group=group, slug="task-force", audience=Audience.NETWORK, usual_minutes=90, **TASK_FORCE),
        ]
    )
    Meeting.objects.filter(group=group, series=None, held_on__year=2024).update(series=plenary)
    meetings = [
        _meeting(task_force, TITLES["rules"], -63, 10, audience=Audience.NETWORK),
        _meeting(plenary, TITLES["costs"], -49, 14, audience=Audience.PUBLIC),
        _meeting(task_force, TITLES["joint"], -28, 10, audience=Audience.PUBLIC),
        _meeting(plenary, TITLES["plenary"], 21, 14, audience=Audience.PUBLIC, place="Brussels"),
        Meeting(
            group=group,
            series=task_force,
            state=MeetingState.DRAFT,
            title=TITLES["review"],
            note=INVENTED,
            zone=ZONE,
        ),
    ]
    return 2 + len(Meeting.objects.bulk_create(meetings))


def _meeting(series: Series, title: dict[str, str], days: int, hour: int, **fields: Any) -> Meeting:
    """So many days from today, on a working day."""
    day = _working_day(timezone.localdate() + timedelta(days=days))
    starts_at = datetime.combine(day, time(hour), ZoneInfo(ZONE))
    ends_at = starts_at + timedelta(minutes=series.usual_minutes)
    if days < 0:
        fields |= {"opened_at": starts_at, "closed_at": ends_at}
    return Meeting(
        group=series.group,
        series=series,
        title=title,
        note=INVENTED,
        held_on=day,
        starts_at=starts_at,
        ends_at=ends_at,
        zone=ZONE,
        link="https://meet.example.org/smart-connectivity",
        **fields,
    )


def _working_day(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)  # noqa: PLR2004 - Friday


PARTS: Final = (fill_in_agendas, fill_in_registers, fill_in_minutes, fill_in_people, fill_in_poll)
