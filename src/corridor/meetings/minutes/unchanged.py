"""Whether what the page of approved minutes shows is unchanged: a fingerprint of the rows that its queries
read, with the joins that they have. Whoever shows more there adds its row here."""

from __future__ import annotations

from typing import Final

from corridor.kernel.remembering import Fingerprint, fingerprint

# With the others of the series, since the page names those before. Of the group it says its address only.
_MINUTES: Final = """(
    select sum(hash_record_extended(row(i.ctid, i.xmin, m.ctid, m.xmin, by.ctid, by.xmin), 0))
    from meetings_meeting held
    join meetings_meeting m
        on m.group_id = held.group_id and m.series_id is not distinct from held.series_id
    join meetings_minutes i on i.meeting_id = m.id
    left join meetings_meeting by on by.id = i.approved_in_id
    where held.id = %(meeting)s
)"""
_PASSAGES: Final = """(
    select sum(hash_record_extended(row(p.ctid, p.xmin, item.ctid, item.xmin), 0))
    from meetings_passage p left join meetings_agendaitem item on item.id = p.item_id
    where p.minutes_id = %(minutes)s
)"""
_CORRECTIONS: Final = """(
    select sum(hash_record_extended(row(c.ctid, c.xmin, by.ctid, by.xmin), 0))
    from meetings_passage p
    join meetings_correction c on c.passage_id = p.id
    left join people_person by on by.id = c.by_id
    where p.minutes_id = %(minutes)s
)"""
_COMMENTS: Final = """(
    select sum(hash_record_extended(row(c.ctid, c.xmin, by.ctid, by.xmin, settled.ctid, settled.xmin), 0))
    from meetings_comment c
    left join people_person by on by.id = c.by_id
    left join people_person settled on settled.id = c.settled_by_id
    where c.minutes_id = %(minutes)s
)"""
_DECISIONS: Final = """(
    select sum(hash_record_extended(row(d.ctid, d.xmin), 0))
    from meetings_decision d where d.meeting_id = %(meeting)s
)"""
_ACTIONS: Final = """(
    select sum(hash_record_extended(row(a.ctid, a.xmin, p.ctid, p.xmin), 0))
    from meetings_action a left join people_person p on p.id = a.owner_id
    where a.meeting_id = %(meeting)s
)"""


def minutes(meeting: int, minutes: int) -> Fingerprint:
    """Of a meeting."""
    shown = (_MINUTES, _PASSAGES, _CORRECTIONS, _COMMENTS, _DECISIONS, _ACTIONS)
    return fingerprint(*shown, meeting=meeting, minutes=minutes)
