"""The hand-over: a need goes to a hub, is answered in time, and becomes a service with a result."""
