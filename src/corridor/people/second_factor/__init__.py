"""The second factor: codes from an app, passkeys, recovery codes, and for which roles there must be one.

Whoever has one is asked for it in each session. Whoever must have one, by a role, is led to set it up
before anything else.
"""
