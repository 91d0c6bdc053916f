"""A working group as its members shape it: mandate, criteria for joining, work plan, roles with terms.

Here live the group's own page of settings, the list of its people, elections, rotation and handover.
Every write is in the journal and refused where somebody else wrote first. Who applies and is admitted is
the matter of ``members.admission``.
"""
