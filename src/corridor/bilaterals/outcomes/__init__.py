"""What came of 1:1 meetings: asked at the table, after one month and after six; and an event's figures."""
