"""Corridor: the platform on which a cross-border working group of innovation hubs runs."""

__version__ = "0.1.0"
