"""Schedules of an event's 1:1 meetings: proposed by the engine, looked at, and published by an organiser."""
