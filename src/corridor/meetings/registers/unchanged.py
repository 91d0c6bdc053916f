"""Whether what a register shows is unchanged: fingerprints of the rows that its queries read, with the joins
that they have. Whoever shows more of a record there adds its row here."""

from __future__ import annotations

from typing import Final

from corridor.kernel.remembering import Fingerprint, fingerprint

_MEETINGS: Final = """(
    select sum(hash_record_extended(row(g.ctid, g.xmin, m.ctid, m.xmin, s.ctid, s.xmin), 0))
    from members_workinggroup g
    left join meetings_meeting m on m.group_id = g.id
    left join meetings_series s on s.id = m.series_id
    where g.id = %(group)s
)"""
_SERIES: Final = """(
    select sum(hash_record_extended(row(s.ctid, s.xmin), 0))
    from meetings_series s where s.group_id = %(group)s
)"""
_DECISIONS: Final = """(
    select sum(hash_record_extended(row(d.ctid, d.xmin, newer.ctid, newer.xmin, m.ctid, m.xmin), 0))
    from meetings_decision d
    left join meetings_decision newer on newer.supersedes_id = d.id
    left join meetings_meeting m on m.id = d.meeting_id
    where d.group_id = %(group)s
)"""
_ACTIONS: Final = """(
    select sum(hash_record_extended(row(a.ctid, a.xmin, p.ctid, p.xmin, h.ctid, h.xmin, m.ctid, m.xmin), 0))
    from meetings_action a
    left join people_person p on p.id = a.owner_id
    left join members_hub h on h.id = a.hub_id
    left join meetings_meeting m on m.id = a.meeting_id
    where a.group_id = %(group)s
)"""
_MINUTES: Final = """(
    select sum(hash_record_extended(row(i.ctid, i.xmin, p.ctid, p.xmin, item.ctid, item.xmin), 0))
    from meetings_meeting m
    join meetings_minutes i on i.meeting_id = m.id
    left join meetings_passage p on p.minutes_id = i.id
    left join meetings_agendaitem item on item.id = p.item_id
    where m.group_id = %(group)s
)"""


def decisions(group: int) -> Fingerprint:
    return fingerprint(_MEETINGS, _DECISIONS, group=group)


def actions(group: int) -> Fingerprint:
    return fingerprint(_MEETINGS, _SERIES, _ACTIONS, group=group)


def all_of_them(group: int) -> Fingerprint:
    """With the minutes."""
    return fingerprint(_MEETINGS, _DECISIONS, _ACTIONS, _MINUTES, group=group)
