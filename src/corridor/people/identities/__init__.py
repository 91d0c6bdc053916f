"""Signing in with an account elsewhere: OpenID Connect and CAS, as the operator configures them.

Such an account opens an account here that exists already, by an address that the other side has
verified; it never makes one.
"""
