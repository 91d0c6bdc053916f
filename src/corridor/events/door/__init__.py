"""Who takes part, as organisers see it: the list, the check-in, badges, and letters to all of one kind."""
