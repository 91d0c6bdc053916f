"""Everything that leaves for people's mailboxes and calendars, and what comes back from there.

A mail leaves if and only if the change that caused it was committed, and each recipient gets it at most
once. Whoever never signs in can still answer, by signed links and by replying. What a mail is about
belongs to the room that sends it.
"""
