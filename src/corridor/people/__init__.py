"""People and how they sign in.

A person is known by one e-mail address, in any case of letters. What a person may do follows
from seats and roles, which belong to ``members``; this room only says who somebody is.
"""
