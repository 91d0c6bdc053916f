"""A small OpenID provider that can be told to lie, and a small CAS server, both on this machine."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

Answer = tuple[int, str, bytes]


@contextmanager
def serving(answer: Callable[[str, str, dict[str, str]], Answer]) -> Iterator[str]:
    """``answer(method, path, fields)`` serves at the address that is given."""

    class Handler(BaseHTTPRequestHandler):
        def reply(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            sent = self.rfile.read(length).decode() or urlsplit(self.path).query
            fields = {name: values[0] for name, values in parse_qs(sent).items()}
            status, kind, body = answer(self.command, urlsplit(self.path).path, fields)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = reply  # noqa: N815 - the names that http.server calls

        def log_message(self, *args: object) -> None:
            """In silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Idp:
    """``claims``, ``header``, ``key`` and ``algorithm`` are what an honest token has; tests spoil them."""

    def __init__(self) -> None:
        self.base = ""
        self.claims: dict[str, object] = {}
        self.key: object = KEY
        self.algorithm = "RS256"
        self.userinfo: dict[str, object] = {}
        self.broken: set[str] = set()
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []

    def code_for(self, request: dict[str, str]) -> str:
        code = f"code-{len(self.codes)}"
        self.codes[code] = request
        return code

    def answer(self, method: str, path: str, fields: dict[str, str]) -> Answer:
        self.asked.append(path)
        if path in self.broken:
            return 500, "text/html", b"<h1>down</h1>"
        pages: dict[str, Callable[[dict[str, str]], object]] = {
            "/.well-known/openid-configuration": self.configuration,
            "/jwks": self.jwks,
            "/token": self.token,
            "/userinfo": lambda _fields: self.userinfo,
        }
        told = pages[path](fields)
        return (400 if "error" in told else 200), "application/json", json.dumps(told).encode()

    def configuration(self, fields: dict[str, str]) -> dict[str, object]:
        places = {
            "authorization_endpoint": "/authorize",
            "token_endpoint": "/token",
            "jwks_uri": "/jwks",
            "userinfo_endpoint": "/userinfo",
        }
        return {"issuer": self.base} | {name: self.base + path for name, path in places.items()}

    def jwks(self, fields: dict[str, str]) -> dict[str, object]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]}

    def token(self, fields: dict[str, str]) -> dict[str, object]:
        asked = self.codes.pop(fields["code"], None)
        if asked is None or not fields.get("code_verifier"):
            return {"error": "invalid_grant"}
        now = time.time()
        honest = {
            "iss": self.base,
            "sub": "sub-1",
            "aud": "corridor",
            "iat": int(now),
            "exp": int(now) + 300,
            "nonce": asked["nonce"],
            "email": "anna@example.org",
            "email_verified": True,
        }
        claims = {name: value for name, value in (honest | self.claims).items() if value is not None}
        token = jwt.encode(claims, self.key, algorithm=self.algorithm, headers={"kid": "one"})
        return {"access_token": "opaque", "token_type": "Bearer", "id_token": token, "expires_in": 300}
