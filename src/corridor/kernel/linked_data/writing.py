"""Triples as Turtle and as JSON-LD.

rdflib writes numbers of Turtle with seven digits (1234567.89 becomes 1.234568e+06), and JSON-LD without the
terms of a published context; so these are written here. Everything is bounded by who asks for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from rdflib import RDF, Literal, URIRef
from rdflib.term import Node

from .graphs import Triple

Values = dict[Node, None]  # in the order in which they came, each once
Described = Mapping[Node, Mapping[Node, Values]]
LOCAL: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")


def described(triples: Iterable[Triple]) -> Described:
    """By subject and property."""
    found: dict[Node, dict[Node, Values]] = {}
    for subject, name, value in triples:
        found.setdefault(subject, {}).setdefault(name, {})[value] = None
    return found


def shortened(node: Node, prefixes: Mapping[str, str]) -> str:
    """With a prefix where one fits; the whole address else."""
    for prefix, space in prefixes.items():
        rest = str(node).removeprefix(space)
        if rest != str(node) and LOCAL.match(rest):
            return f"{prefix}:{rest}"
    return str(node)


def turtle(things: Described, prefixes: Mapping[str, str]) -> str:
    head = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in prefixes.items())
    return head + "".join(_block(node, said, prefixes) for node, said in things.items())


def _block(node: Node, said: Mapping[Node, Values], prefixes: Mapping[str, str]) -> str:
    lines = " ;\n    ".join(_lines(said, prefixes))
    return f"\n{_as_turtle(node, prefixes)} {lines} .\n"


def _lines(said: Mapping[Node, Values], prefixes: Mapping[str, str]) -> Iterator[str]:
    for name, values in said.items():
        verb = "a" if name == RDF.type else _as_turtle(name, prefixes)
        yield f"{verb} {' , '.join(_as_turtle(value, prefixes) for value in values)}"


def _as_turtle(node: Node, prefixes: Mapping[str, str]) -> str:
    if isinstance(node, URIRef):
        short = shortened(node, prefixes)
        return node.n3() if short == str(node) else short
    return node.n3()


Namer = Callable[[Iterable[Node], Node], str]


def json_ld(things: Described, context: Any, name: Namer) -> str:
    """``name`` gives what the context calls a property of a thing of these types, and a type itself."""
    graph = [_object(node, said, name) for node, said in things.items()]
    return json.dumps({"@context": context, "@graph": graph}, ensure_ascii=False, indent=1)


def _object(node: Node, said: Mapping[Node, Values], name: Namer) -> dict[str, Any]:
    types = said.get(RDF.type, {})
    told: dict[str, Any] = {"@id": str(node), "@type": [name((), one) for one in types]}
    for verb, values in said.items():
        if verb != RDF.type:
            told[name(types, verb)] = [_value(one) for one in values]
    return told if types else {key: value for key, value in told.items() if key != "@type"}


def _value(node: Node) -> Any:
    if not isinstance(node, Literal):
        return {"@id": str(node)}
    if node.language:
        return {"@value": str(node), "@language": node.language}
    return {"@value": str(node), "@type": str(node.datatype)} if node.datatype else str(node)
