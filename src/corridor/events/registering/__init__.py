"""How people register for an event, with or without an account; places, and the list of those who wait."""
