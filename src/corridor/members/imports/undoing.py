"""Back to what was before a run, hub by hub, except where somebody has worked on a hub since."""

from __future__ import annotations

from typing import Any

from corridor.kernel import journal
from corridor.members.actions import announce_hubs
from corridor.members.models import Hub, HubTag

from .models import ImportRow, ImportRun, Outcome
from .notes import Note, note
from .writing import relations_to_hub, rewrite, write_tags


def undo(by: Any, run: ImportRun) -> list[Note]:
    """Undo what can be undone; returns what is said about the rest."""
    rows = list(run.rows.filter(outcome__in=[Outcome.NEW, Outcome.CHANGED], hub_version__isnull=False))
    hubs = {hub.pk: hub for hub in Hub.objects.select_for_update().filter(pk__in=[r.hub_id for r in rows])}
    used = _used([row.hub_id for row in rows if row.hub_id and row.outcome == Outcome.NEW])
    said, undone = [], []
    for row in rows:
        obstacle = _obstacle(row, hubs, used)
        if obstacle:
            said.append(note(obstacle, hub=row.label))
        else:
            undone.append(row)
    _restore(by, undone, hubs)
    return said


def _obstacle(row: ImportRow, hubs: dict[int, Hub], used: set[int]) -> str:
    hub = hubs.get(row.hub_id) if row.hub_id else None
    if hub is None:
        return "gone"
    if hub.version != row.hub_version:
        return "kept-edited"
    return "kept-used" if hub.pk in used else ""


def _used(hubs: list[int]) -> set[int]:
    """Hubs to which something in any room holds on; their tags came with them and do not count."""
    used: set[int] = set()
    for field in relations_to_hub():
        if field.model not in (HubTag, ImportRow):
            column = field.attname
            found = field.model._default_manager.filter(**{f"{field.name}__in": hubs})  # noqa: SLF001
            used |= set(found.values_list(column, flat=True))
    return used


def _restore(by: Any, rows: list[ImportRow], hubs: dict[int, Hub]) -> None:
    created = [row for row in rows if row.outcome == Outcome.NEW]
    changed = [row for row in rows if row.outcome == Outcome.CHANGED]
    rewrite([(hubs[row.hub_id], row.before) for row in changed if row.hub_id])
    write_tags({row.hub_id: row.before for row in changed if row.hub_id})
    entries = [(hubs[row.hub_id], row.after, row.before) for row in rows if row.hub_id]
    journal.record_many("undo-import", entries, by=by)
    gone = [row.hub_id for row in created if row.hub_id]
    ids = [hub.pk for hub, _after, _before in entries]
    Hub.objects.filter(pk__in=gone).delete()
    announce_hubs(ids)
