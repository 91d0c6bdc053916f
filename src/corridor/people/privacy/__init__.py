"""What we hold about people: consent, the data map's pages, export, erasure, periods.

Every room says in the data map (``kernel.privacy``) what its tables hold; here that is shown, given out
and forgotten. Nothing here knows another room's tables.
"""
