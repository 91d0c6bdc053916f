"""From the outbox to the mail server: one letter after the other, each handed over at most once."""
