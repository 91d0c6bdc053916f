"""Keeping services right: their hub is asked before they count as stale, and once more when they do."""
