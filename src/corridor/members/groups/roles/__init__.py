"""Roles in a group: given for a term, extended, ended; and never so that a group has nobody who leads it."""
