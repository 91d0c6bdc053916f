"""Busy times from a calendar that a person gave the address of: times, and nothing else of it, are kept."""
