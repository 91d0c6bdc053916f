"""Files of a meeting: kept under names of our own, given out as attachments only."""
