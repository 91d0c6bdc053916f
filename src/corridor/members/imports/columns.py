"""The eleven columns of the catalogue's export, letter by letter and in its order."""

from __future__ import annotations

from typing import Final

NAME: Final = "EDIH Name"
TITLE: Final = "EDIH Title"
DESCRIPTION: Final = "Description (indexed field)"
COUNTRY: Final = "Country"
CONTACT: Final = "Contact name"  # never read, written empty
LOCATION: Final = "Contact Location"
KIND: Final = "EDIH/SoE"
WEBSITE: Final = "Website"
SECTORS: Final = "Formatted sectors"
SERVICES: Final = "Formatted services"
TECHNOLOGIES: Final = "Formatted technologies"

COLUMNS: Final = (
    NAME,
    TITLE,
    DESCRIPTION,
    COUNTRY,
    CONTACT,
    LOCATION,
    KIND,
    WEBSITE,
    SECTORS,
    SERVICES,
    TECHNOLOGIES,
)
NEEDED: Final = tuple(name for name in COLUMNS if name != CONTACT)
SHEET_NAME: Final = "EDIH Catalogue"
NO_WEBSITE: Final = "website"  # what the catalogue writes where a hub gave none
