"""Pages that show several rooms: home, the group's page, hub directory, hub page and search.

Owns no table and writes nothing.
"""
