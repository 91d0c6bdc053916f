"""A role that passes on by dates: a list of people and hubs, each for some months, one after the other."""
