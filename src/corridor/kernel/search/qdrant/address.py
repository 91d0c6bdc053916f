"""The address of a Qdrant cluster, as the operator writes it: read once, at start."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib.util import find_spec
from urllib.parse import parse_qs, unquote, urlsplit

IN_MEMORY = ":memory:"  # the client's own local mode, for tests: gone with the process
COLLECTION = "corridor"
WRITTEN = "write https://:KEY@host:6333/?collection=corridor&shards=6&replicas=2"


@dataclass(frozen=True)
class Address:
    """``collection`` is the alias under which the passages are found; ``shards`` and ``replicas`` are the
    cluster's own defaults where they are ``None``."""

    url: str
    key: str | None = field(default=None, repr=False)
    collection: str = COLLECTION
    shards: int | None = None
    replicas: int | None = None

    @property
    def in_memory(self) -> bool:
        return self.url == IN_MEMORY


def qdrant_address(raw: str) -> Address | None:
    """``https://:KEY@host:6333/prefix?collection=NAME&shards=6&replicas=2``; only the host is needed."""
    if not raw:
        return None
    if find_spec("qdrant_client") is None:
        raise ValueError("install the client first, from requirements-qdrant.lock")
    if raw == IN_MEMORY:
        return Address(raw)
    parts, options = urlsplit(raw), parse_qs(urlsplit(raw).query)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(WRITTEN)
    collection = options.get("collection", [COLLECTION])[0]
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,60}", collection):
        raise ValueError("a collection is named with small letters, digits and hyphens")
    return Address(
        url=f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path.rstrip('/')}",
        key=unquote(parts.password or "") or None,
        collection=collection,
        shards=_number(options, "shards"),
        replicas=_number(options, "replicas"),
    )


def _number(options: dict[str, list[str]], name: str) -> int | None:
    if name not in options:
        return None
    number = int(options[name][0])
    if number < 1:
        raise ValueError(f"{name} is at least 1")
    return number
