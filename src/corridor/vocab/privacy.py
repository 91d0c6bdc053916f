"""Official lists and concepts: names of things and places, never of people."""

from corridor.kernel.privacy import register_tables

IMPERSONAL = {
    "vocab.OfficialList": "names of official lists",
    "vocab.Term": "words of official lists",
    "vocab.Country": "names of countries",
    "vocab.Region": "names of regions",
    "vocab.Concept": "words for concepts",
}


def register() -> None:
    register_tables(impersonal=IMPERSONAL)
