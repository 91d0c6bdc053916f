"""Tools that make files which are committed; run by hand, never installed."""
