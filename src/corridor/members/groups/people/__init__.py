"""The member list of a group: its hubs with their people, and who holds which role; as a page and a file."""
