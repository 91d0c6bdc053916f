"""Finding a date: slots that suit most hubs, asked by mail and on a page, and who bears the odd hours."""
