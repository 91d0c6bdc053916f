"""Small files in the catalogue's own columns, made by the tests themselves."""

from __future__ import annotations

import csv
import io

from corridor.kernel.sheets import write_xlsx
from corridor.members.imports.columns import COLUMNS

KEYS = (
    "name",
    "title",
    "description",
    "country",
    "contact",
    "location",
    "kind",
    "website",
    "sectors",
    "services",
    "technologies",
)
NORDHAVN = {
    "name": "Nordhavn",
    "title": "Nordhavn Hub for Ports",
    "description": "We help ports and the yards around them to go digital.",
    "country": "Norway",
    "contact": "Kari Nordmann",
    "location": "Havnegata 7, 7010 Trondheim, Norway",
    "kind": "EDIH",
    "website": "https://nordhavn.example/",
    "sectors": "Maritime - 5, Transport & Mobility - 3",
    "services": "Ecosystem building - 4",
    "technologies": "Communication network - 5, Micro- and nanoelectronics, optoelectronics - 2",
}
TERRA = NORDHAVN | {
    "name": "Terra",
    "title": "Terra Digital",
    "description": "Sensors for farms and forests.",
    "country": "Türkiye",
    "contact": "",
    "location": "Atatürk Cad. 1, 06100 Ankara, Türkiye",
    "kind": "DIH",
    "website": "Website",
    "sectors": "",
    "services": "",
    "technologies": "data - 4, Robotics - 3",
}


def cells(*hubs: dict[str, str]) -> list[list[str]]:
    return [[hub[key] for key in KEYS] for hub in hubs]


def xlsx(*hubs: dict[str, str]) -> bytes:
    target = io.BytesIO()
    write_xlsx(target, COLUMNS, cells(*hubs), name="EDIH Catalogue")
    return target.getvalue()


def comma_separated(*hubs: dict[str, str], separator: str = ",") -> str:
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=separator).writerows([COLUMNS, *cells(*hubs)])
    return target.getvalue()
