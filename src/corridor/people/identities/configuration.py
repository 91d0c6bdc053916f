"""The settings of other services to sign in with: read once, and refused where they make no sense."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

NEEDED: Final = ("id", "name", "server_url", "client_id", "secret")
OPTIONAL: Final = ("trust_email", "scope", "token_auth_method")
HERE: Final = ("127.0.0.1", "localhost", "::1")


def openid_connect(raw: str) -> list[dict[str, Any]]:
    """A JSON list, or the name of a file with one: each entry as allauth wants it."""
    if not raw:
        return []
    entries = json.loads(raw if raw.startswith(("[", "{")) else _read(Path(raw)))
    if not isinstance(entries, list):
        raise ValueError("write a list of providers")  # noqa: TRY004 - settings report ValueError
    return [_app(entry) for entry in entries]


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise ValueError(f"write a JSON list, or the name of a file with one ({error})") from error


def web_address(raw: str) -> str:
    """https, or this machine; with one slash at its end."""
    if not raw:
        return ""
    address = urlsplit(raw)
    if address.scheme != "https" and address.hostname not in HERE:
        raise ValueError("write an address that starts with https://")
    return raw.rstrip("/") + "/"


def _app(entry: Any) -> dict[str, Any]:
    if not isinstance(entry, dict) or not all(isinstance(entry.get(name), str) for name in NEEDED):
        raise ValueError(f"each provider needs {', '.join(NEEDED)}")
    if unknown := sorted(set(entry) - {*NEEDED, *OPTIONAL}):
        raise ValueError(f"unknown: {', '.join(unknown)}")
    server = web_address(entry["server_url"]).rstrip("/")
    settings = {name: entry[name] for name in ("scope", "token_auth_method") if name in entry}
    return {
        "provider_id": entry["id"],
        "name": entry["name"],
        "client_id": entry["client_id"],
        "secret": entry["secret"],
        "settings": settings
        | {
            "server_url": server,
            "oauth_pkce_enabled": True,
            "verified_email": entry.get("trust_email") is True,
        },
    }
