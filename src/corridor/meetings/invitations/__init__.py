"""Who is invited, what they answered, who came; and the calendar objects (iTIP, RFC 5546) that say so."""
