"""The demo network: fictional hubs, people and services, marked as such everywhere.

Fills an empty installation so that a stranger sees the platform at work; changes nothing that a
person has edited, and can be filled in twice without a second copy of anything.
"""
