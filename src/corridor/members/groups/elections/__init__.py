"""Elections to a role: hubs nominate, those nominated accept, each hub has one secret vote, the database's
clock closes the poll, and the result is sealed in the journal."""
