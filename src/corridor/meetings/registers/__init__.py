"""What lasts: decisions with a number for ever, actions until they are closed, attendance."""
