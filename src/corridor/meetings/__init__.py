"""Meetings of a working group and what became of them: dates found together, invitations, agendas,
minutes, decisions, actions and votes.

A meeting is internal to a group; a public event is not a meeting. What is said in minutes belongs to
the audience of the minutes; that a meeting takes place, to the audience of the meeting.
"""
