"""Schedules of meetings between people, proven best where that can be done.

Problem. Participants have meetings of two or more of them, each at one table of some kind, in one of T
slots. A participant has at most one meeting in a slot and none in her forbidden slots (absences,
sessions); a slot has so many tables of each kind. A meeting may be asked for in some slots only, have a fixed
slot, or come before another. Meetings are required, or have a priority and may be left out.

Let b(p) be the number of breaks of participant p, maximal runs of slots without a meeting of hers between two
of her meetings, and i(p) the number of slots in them. The aims, each only among the schedules that are best
by those before it:

    unheld    sum of the priorities of the meetings that are left out
    idle      sum of i(p)
    breaks    sum of b(p)
    worst     maximum of i(p)

Which of them count, and in which order, is ``Problem.aims``; the literature has breaks alone. With ``spread``
d, |b(p) - b(q)| <= d for all p and q is demanded, also of those who have no meeting.

Method. Two processes race. One proves: core-guided MaxSAT over CaDiCaL raises the lower bound until a
schedule meets it (``encoding``, ``proving``). The other anneals over Kempe chains (``moves``, ``steps``,
``annealing``). They stop when the best schedule's value is the bound.

Guarantees. An answer that says *optimal* or *impossible* is proven; of *best found* the bound says how much
better another could be. Every schedule is looked through before it is told, and keeps all demands. A conflict
that is called minimal has a schedule as soon as any one of its demands is given up. ``checking`` judges
schedules without this code.

Literature. Bofill, Coll, Garcia, Giraldez-Cru, Pesant, Suy and Villaret 2022 (the problem, its instances and
MaxSAT encodings); Ignatiev, Morgado and Marques-Silva 2019 (RC2); Bailleux and Boufkhad 2003 (totalisers);
Morgenstern and Shapiro 1990 (Kempe chains in annealing).
"""

from corridor.engines.scheduling.answers import Answer, Seconds, Status
from corridor.engines.scheduling.demands import Conflict, Demand, Must
from corridor.engines.scheduling.problem import Aim, Meeting, Participant, Problem, Schedule
from corridor.engines.scheduling.solving import solve, solve_here

__all__ = [
    "Aim",
    "Answer",
    "Conflict",
    "Demand",
    "Meeting",
    "Must",
    "Participant",
    "Problem",
    "Schedule",
    "Seconds",
    "Status",
    "solve",
    "solve_here",
]
