"""Services of several hubs: each of them agrees to what is submitted, by mail or on a page, and may leave
again."""
