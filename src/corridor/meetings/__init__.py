"""Meetings of a working group: date, title, place and a public note.

A meeting is internal to a group; a public event is not a meeting. Agendas, minutes and votes
are not here yet.
"""
