"""Where allauth looks for kinds of providers, at the start of every command.

Without a provider nothing is loaded: signatures and certificates take longer than the rest of the room.
"""

from django.conf import settings

if settings.OIDC:
    from .identities import oidc  # noqa: F401 - registers itself
