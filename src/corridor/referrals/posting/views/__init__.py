"""Pages of posting: door, form, action, redirect."""
