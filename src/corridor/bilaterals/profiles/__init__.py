"""Who takes part in the 1:1 meetings of an event: what they bring and look for, and who comes together."""
