"""One hub, one vote: open or secret, with a quorum, closed by the database's clock, sealed in the journal."""
