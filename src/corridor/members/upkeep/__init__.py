"""Keeping the hubs' records right: a hub confirms its profile once a year, and moderators see which hubs
nobody looks after."""
