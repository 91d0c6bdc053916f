"""Pages of a poll: door, form, action, redirect."""
