"""1:1 meetings switched on for an event: how long, when, at which tables."""
