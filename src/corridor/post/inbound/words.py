"""Yes, no and maybe as people write them, in the 24 languages, in small letters."""

from __future__ import annotations

from typing import Final

YES: Final[frozenset[str]] = frozenset(
    {
        *("да", "sí", "si", "ano", "jo", "ja", "jah", "jaa", "ναι", "nai", "yes", "y", "ok", "okay", "oui"),
        *(
            "d'accord",
            "tá",
            "ta",
            "da",
            "sì",
            "jā",
            "taip",
            "igen",
            "iva",
            "tak",
            "sim",
            "áno",
            "ano",
            "kyllä",
        ),
        *("joo", "съгласен", "съгласна", "yep", "yeah", "sure", "gladly", "gerne", "certainly", "👍"),
    }
)
NO: Final[frozenset[str]] = frozenset(
    {
        *("не", "no", "ne", "nej", "nein", "ei", "όχι", "οχι", "non", "níl", "nil", "nē", "nem", "le", "nee"),
        *("nie", "não", "nao", "nu", "n", "nope", "nõ", "nei", "👎"),
    }
)
MAYBE: Final[frozenset[str]] = frozenset(
    {
        *("може би", "quizás", "quizas", "tal vez", "možná", "mozna", "måske", "vielleicht", "võib-olla"),
        *("ίσως", "ισως", "maybe", "perhaps", "peut-être", "peut-etre", "b'fhéidir", "možda", "mozda"),
        *(
            "forse",
            "varbūt",
            "galbūt",
            "talán",
            "forsi",
            "jista' jkun",
            "misschien",
            "może",
            "moze",
            "talvez",
        ),
        *("poate", "možno", "mozno", "mogoče", "morda", "ehkä", "kanske", "not sure", "unsure"),
    }
)
BY_CHOICE: Final[dict[str, frozenset[str]]] = {"yes": YES, "no": NO, "maybe": MAYBE}
