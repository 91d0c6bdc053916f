"""How a need comes in, from the public form or a hub: structured, confirmed, looked at, followed, ended."""
