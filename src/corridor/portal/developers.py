"""The API's own description (OpenAPI), arranged for people who read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

Described = Mapping[str, Any]


@dataclass(frozen=True)
class Value:
    """A parameter or a field: its name, what it may be, and what it is for."""

    name: str
    type: str
    about: str
    shape: str = ""
    where: str = ""
    required: bool = False
    default: str = ""


@dataclass(frozen=True)
class Answer:
    status: str
    about: str
    shape: str = ""
    many: bool = False


@dataclass(frozen=True)
class Operation:
    name: str
    method: str
    path: str
    about: str
    parameters: tuple[Value, ...]
    answers: tuple[Answer, ...]
    example: str


@dataclass(frozen=True)
class Shape:
    name: str
    about: str
    fields: tuple[Value, ...]


def operations(schema: Described, base: str) -> dict[str, list[Operation]]:
    """The operations by their tag, in the order of the description."""
    by_tag: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method, described in methods.items():
            found = _operation(path, method, described, base)
            by_tag.setdefault(described["tags"][0], []).append(found)
    return by_tag


def shapes(schema: Described) -> list[Shape]:
    """What answers are made of, without what only describes queries."""
    described = schema["components"]["schemas"]
    return [
        Shape(name, one.get("description", ""), _fields(one))
        for name, one in described.items()
        if one.get("type") == "object"
    ]


def _operation(path: str, method: str, described: Described, base: str) -> Operation:
    parameters = tuple(_parameter(one) for one in described.get("parameters", ()))
    return Operation(
        name=described["operationId"],
        method=method.upper(),
        path=path,
        about=described.get("description", ""),
        parameters=parameters,
        answers=tuple(_answer(str(status), one) for status, one in described["responses"].items()),
        example=base + path + _query(described),
    )


def _query(described: Described) -> str:
    """A query that can be tried: the parameters that are required or come with an example."""
    pairs = [
        (one["name"], one.get("example", "NO"))
        for one in described.get("parameters", ())
        if one["in"] == "query" and (one.get("required") or (one["name"] == "q" and "example" in one))
    ]
    return f"?{urlencode(pairs)}" if pairs else ""


def _parameter(described: Described) -> Value:
    schema = described["schema"]
    default = schema.get("default")
    return Value(
        name=described["name"],
        type=_type(schema),
        about=described.get("description", ""),
        where=described["in"],
        required=described.get("required", False),
        default="" if default in (None, [], "") else str(default),
    )


def _fields(described: Described) -> tuple[Value, ...]:
    return tuple(
        Value(name, _type(one), one.get("description", ""), shape=_shape(one))
        for name, one in described.get("properties", {}).items()
    )


def _answer(status: str, described: Described) -> Answer:
    content: Described = next((one["schema"] for one in described.get("content", {}).values()), {})
    return Answer(status, described["description"], _shape(content), content.get("type") == "array")


def _type(schema: Described) -> str:
    """What may stand there, in a few words."""
    if options := schema.get("anyOf"):
        return " | ".join(_type(option) for option in options)
    if values := schema.get("enum"):
        return " | ".join(str(value) for value in values)
    if schema.get("type") == "array":
        return f"[{_type(schema['items'])}]"
    if extra := schema.get("additionalProperties"):
        return f"{{string: {_type(extra)}}}" if isinstance(extra, dict) else "object"
    return _shape(schema) or str(schema.get("type", ""))


def _shape(schema: Described) -> str:
    """The name of the shape that is referred to, directly or as the items of a list."""
    reference = schema.get("$ref") or schema.get("items", {}).get("$ref", "")
    return str(reference).rpartition("/")[2]
