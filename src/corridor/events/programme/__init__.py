"""What happens at an event and where: rooms, sessions, and what registration asks."""
