"""The town in a contact's address, where it can be told; nothing where it cannot.

The catalogue gives one line such as ``C/ Tabladilla s/n, 41013 Sevilla Sevilla, Spain``. Only the
shapes that its own countries use are understood; in doubt the town stays empty, because an empty
town is honest and a wrong one sends a company to the wrong place.
"""

from __future__ import annotations

import re
from typing import Final

POSTCODE = re.compile(
    r"^(?:[A-Z]{1,2}-)?(?:\d{2}-\d{3}|\d{4}-\d{3}|\d{3}\s\d{2}|\d{4}\s?[A-Z]{2}(?=\s)|\d{4,6}|\d{3}(?=\s+\D))\s*"
)
EIRCODE = re.compile(r"[A-Z]\d[\dW]\s?[A-Z\d]{4}")
WIDER = re.compile(r"\boblast\b|^co(?:\.|unty)\s", re.IGNORECASE)
PROVINCES_IN_ROWS: Final = """
    A Coruña, Álava, Albacete, Alicante, Almería, Asturias, Ávila, Badajoz, Barcelona, Bizkaia,
    Burgos, Cáceres, Cádiz, Cantabria, Castellón, Ciudad Real, Córdoba, Cuenca, Gipuzkoa, Girona,
    Granada, Guadalajara, Guipúzcoa, Huelva, Huesca, Balears, Illes Balears, Islas Baleares, Jaén,
    La Coruña, La Rioja, Las Palmas, León, Lleida, Lugo, Madrid, Málaga, Murcia, Navarra, Ourense,
    Palencia, Pontevedra, Salamanca, Santa Cruz de Tenerife, Segovia, Sevilla, Soria, Tarragona,
    Teruel, Toledo, Valencia, Valladolid, Vizcaya, Zamora, Zaragoza, Araba, Araba/Álava
"""
PROVINCES: Final = tuple(" ".join(name.split()) for name in PROVINCES_IN_ROWS.split(","))
NO_TOWN = re.compile(
    r"\d|[/:;@()]|\b(?:street|str|road|oblast|region|province|county|district|university|campus|building|"
    r"park|via|calle|rue|ulica|ul|straße|strasse|avenue|avenida|zone|centre|center|boulevard|bd|utca|trg)\b",
    re.IGNORECASE,
)
LONGEST: Final = 40


def town_in(location: str, country: str, country_name: str) -> str:
    """The town in ``location``; ``country`` is the ISO code, ``country_name`` as the catalogue has it."""
    parts = [" ".join(part.split()) for part in re.sub(r"\([^)]*\)", " ", location).split(",")]
    parts = [part for part in parts if part]
    if parts and parts[-1].casefold() == country_name.casefold():
        parts.pop()
    return _named(_town(parts, country, country_name))


def _town(parts: list[str], country: str, country_name: str) -> str:
    while parts:
        last = parts.pop()
        rest = POSTCODE.sub("", last)
        if not rest:  # a postcode by itself: the town is before it, in Hungary at the very start
            parts = parts[:1] if country == "HU" else parts
            continue
        if WIDER.search(rest) or EIRCODE.fullmatch(rest):
            continue
        if country == "HU" and parts and NO_TOWN.search(rest):
            return parts[0]
        return _bare(rest, country, country_name)
    return ""


def _bare(text: str, country: str, country_name: str) -> str:
    """Without what countries add: the province, the district's letter, the country once more."""
    text = re.sub(rf"\s+{re.escape(country_name)}$", "", text, flags=re.IGNORECASE)
    if country == "IT":
        text = re.sub(r"\s+[A-Z]{2}$", "", text)
    elif country == "DK":
        text = re.sub(r"\s+[A-ZÆØÅa-zæøå]{1,2}$", "", text)
    elif country == "ES":
        text = _without_province(text)
    elif country == "IE":
        text = re.sub(r"^(Dublin)\s+\d{1,2}$", r"\1", text, flags=re.IGNORECASE)
    return text.strip(" .-")


def _without_province(text: str) -> str:
    for province in PROVINCES:
        town, blank, end = text[: -len(province)], text[-len(province) - 1 :][:1], text[-len(province) :]
        if town.strip() and blank == " " and end.casefold() == province.casefold():
            return town
    return text


def _named(town: str) -> str:
    if not town or len(town) > LONGEST or NO_TOWN.search(town):
        return ""
    if town.isupper() and len(town) > 3:  # noqa: PLR2004
        return town.title()
    return town[0].upper() + town[1:]
