"""Keys with which a person's programs use the API: for some scopes, until a date, revocable.

A token stands for its person: it may do what that person may do today, within its scopes, never more.
"""
