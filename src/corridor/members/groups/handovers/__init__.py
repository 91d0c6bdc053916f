"""Handing over a role: what is open, what is due, who takes it, and access that moves on a date."""
