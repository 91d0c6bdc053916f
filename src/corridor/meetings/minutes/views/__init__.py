"""Pages of minutes and of the meeting while it runs: door, form, action, answer."""
