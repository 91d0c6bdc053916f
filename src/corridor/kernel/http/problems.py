"""How errors look to programs (RFC 9457), for the API's description."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

PROBLEM = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string", "description": "What happened, in a sentence."},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "A word for the kind of error that does not change."},
    },
}


def may_answer(*statuses: HTTPStatus) -> dict[str, Any]:
    """``openapi_extra`` of an operation that may answer with these errors; each may refuse a key."""
    found = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, *statuses)
    return {"responses": {int(status): _response(status) for status in found}}


def _response(status: HTTPStatus) -> dict[str, Any]:
    return {"description": status.phrase, "content": {"application/problem+json": {"schema": PROBLEM}}}
