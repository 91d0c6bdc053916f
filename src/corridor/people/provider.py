"""Where allauth looks for kinds of providers."""

from .identities.oidc import OidcProvider

provider_classes = [OidcProvider]
