"""OpenID Connect, stricter than allauth: the ID token is verified in full, whatever channel it came by.

Signature by a key of the provider (never a shared secret, never none), issuer, audience, times with a
minute's tolerance, and the nonce of this browser's own request. PKCE is always on.
"""

from __future__ import annotations

import secrets
from typing import Any, Final

import jwt
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers import registry
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from requests import RequestException

from corridor.kernel.i18n.languages import DEFAULT

ALGORITHMS: Final = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "EdDSA"),
)
TOLERANCE: Final = 60  # seconds that the clocks may differ
CLAIMS: Final = ["iss", "sub", "aud", "exp", "iat"]
UNREADABLE: Final = (
    *(OAuth2Error, RequestException, jwt.PyJWTError),
    *(KeyError, ValueError, TypeError, AttributeError),
)


class OidcAdapter(OpenIDConnectOAuth2Adapter):
    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        config: dict[str, Any] = super().openid_config
        configured = self.get_provider().app.settings["server_url"]
        if "/.well-known/" not in configured and config["issuer"].rstrip("/") != configured:
            raise OAuth2Error("The description is another issuer's.")
        return config

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """The same in every language, since the provider must know it beforehand."""
        with override(DEFAULT):
            path = reverse("openid_connect_callback", kwargs={"provider_id": self.provider_id})
        return f"{settings.BASE_URL}{path}"

    def get_access_token_data(self, request: HttpRequest, app: Any, client: Any, **more: Any) -> Any:
        if request.GET.get("iss", self.openid_config["issuer"]) != self.openid_config["issuer"]:
            raise OAuth2Error("The answer is another issuer's.")
        return super().get_access_token_data(request, app, client, **more)

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        claims = self._verified(app, kwargs["response"]["id_token"])
        if not claims.get("email") and self.openid_config.get("userinfo_endpoint"):
            told = self._fetch_user_info(token.token)
            if told.get("sub") != claims["sub"]:
                raise OAuth2Error("The user info is about somebody else.")
            claims = told | claims
        return self.get_provider().sociallogin_from_response(request, claims)

    def _verified(self, app: Any, token: str) -> dict[str, Any]:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS:
            raise OAuth2Error("The ID token is not signed as it must be.")
        claims: dict[str, Any] = jwt.decode(
            token,
            key=self._key(header.get("kid")),
            algorithms=[header["alg"]],
            audience=app.client_id,
            issuer=self.openid_config["issuer"],
            leeway=TOLERANCE,
            options={"require": CLAIMS},
        )
        if claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("The ID token was made for somebody else.")
        if not self.nonce or not secrets.compare_digest(str(claims.get("nonce")), self.nonce):
            raise OAuth2Error("The ID token answers another request.")
        return claims

    def _key(self, kid: str | None) -> Any:
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        fitting = [one for one in keys if kid in (None, one.key_id)]
        if len(fitting) != 1:
            raise OAuth2Error("The ID token names no key of the provider.")
        return fitting[0].key


class OidcProvider(OpenIDConnectProvider):
    oauth2_adapter_class = OidcAdapter

    def redirect(
        self, request: HttpRequest, process: Any, next_url: Any = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        nonce = secrets.token_urlsafe(24)
        parameters = self.get_auth_params() | {"nonce": nonce}
        try:
            return super().redirect(
                request, process, next_url, data, auth_params=parameters, nonce=nonce, **kwargs
            )
        except UNREADABLE as error:
            return render_authentication_error(request, self, exception=error)

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """Verified only where the provider says so in so many words."""
        if not isinstance(email := data.get("email"), str):
            return []
        return [EmailAddress(email=email, verified=data.get("email_verified") is True, primary=True)]

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}  # we keep who it is, and nothing of what else was told


class Callback(OAuth2CallbackView):
    """The way back: whatever is wrong with it ends at the same page."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except UNREADABLE as error:
            return render_authentication_error(request, self.adapter.get_provider(), exception=error)

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, response = super()._get_state(request, provider)
        if state is not None:
            self.adapter.nonce = state.get("nonce", "")
        return state, response


registry.register(OidcProvider)

__all__ = ["Callback", "OidcAdapter", "OidcProvider"]
