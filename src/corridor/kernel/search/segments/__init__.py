"""The search tables as columns of numbers: in memory where they are small, in files where they are large.

A segment is never changed. What was written since is read into a further one, and what is gone is left
out by the list of records that exist. The texts themselves stay in PostgreSQL.
"""
