"""Who should meet whom and why: suggestions on the page and by mail, and who is at risk of meeting nobody."""
