"""1:1 meetings at an event: what people offer and look for, who asks whom, the schedule, and what came of it.

Nobody has two meetings at once and no table has two, whatever the engine or a moderator does: the database
refuses it. A schedule is a proposal until a moderator publishes it. Registration is ``events``' matter.
"""
