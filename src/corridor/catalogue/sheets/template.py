"""An empty sheet with lists to choose from and an example, and with a word on each column."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.catalogue.contents import TERMS
from corridor.catalogue.models import Service
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.i18n.languages import CODES, DEFAULT
from corridor.kernel.i18n.names import country_name, language_name
from corridor.members.models import Hub
from corridor.vocab.models import Concept, Country, Term

from .columns import SLUG, Column, columns_for, label_of, spoken
from .exporting import SHEET_NAME
from .facts import COMMENT
from .lists import ENUMS, OFFICIAL

LISTS: Final = "Lists"
LAST_ROW: Final = 5000
SEVERAL: Final = frozenset({*TERMS, "concepts", "languages", "countries", "customers", "co_providers"})
YES_NO: Final = ("test_bed", "remote_access", "sim_supplied", "licence_supplied")
NUMBERS: Final = {
    **dict.fromkeys(("trl_from", "trl_to"), (1, 9)),
    "capacity": (1, 1000),
    "lead_days": (0, 1000),
    "release": (8, 30),
    "slot_hours": (1, 24 * 14),
}
ONE: Final = gettext_lazy("One value of the list.")
MANY: Final = gettext_lazy("Values of the list, separated by semicolons.")
TEXT: Final = gettext_lazy("Text in this language. Each language has a column of its own.")
HOW: Final[dict[str, Any]] = {
    SLUG: gettext_lazy("Empty for a new service. The last part of the page’s address for one that is there."),
    "regions": gettext_lazy("NUTS codes, separated by semicolons."),
    "bands": gettext_lazy("Your own words, separated by semicolons."),
    **dict.fromkeys(("list_price", "price"), gettext_lazy("EUR without VAT, like 12000 or 950.50.")),
    "next_free": gettext_lazy("A day, like 2027-03-31."),
    **dict.fromkeys(YES_NO, format_lazy("yes / no")),
    **dict.fromkeys(SEVERAL, MANY),
    **dict.fromkeys(("category", "delivery", "per", "aid", "audience", "group", "setting"), ONE),
}
EXAMPLE: Final = {
    SLUG: f"{COMMENT} example: this row is skipped",
    "title": "Private 5G on your quay",
    "summary": "We put a mobile test network on your site for six weeks.",
    "description": "A survey, six weeks of measurements, and a plan with costs.",
    "receives": "A report and a costed plan.",
    "category": "Test before invest",
    "technologies": "Communication network; Internet of Things",
    "sectors": "Maritime",
    "languages": "en; nl",
    "delivery": "on-site",
    "countries": "NL; BE",
    "customers": "sme; public",
    "list_price": "12000",
    "price": "0",
    "per": "project",
    "aid": "article-28",
    "capacity": "2",
    "lead_days": "30",
    "next_free": "2027-03-31",
    "trl_from": "5",
    "trl_to": "7",
    "contact_role": "Test bed desk",
    "contact_mail": "desk@hub.example",
    "audience": "public",
    "test_bed": "yes",
    "bands": "n78 (3.4-3.8 GHz)",
    "release": "17",
    "setting": "outdoor",
    "remote_access": "no",
    "sim_supplied": "yes",
    "licence_supplied": "yes",
    "slot_hours": "4",
    "safety": "Helmet and high-visibility vest.",
}

Named = list[
    tuple[str, str]
]  # values as the sheet has them, and what they are called in the reader's language


def workbook(hub: Hub) -> bytes:
    from xlsxwriter import Workbook

    target = io.BytesIO()
    with Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        columns = columns_for(_languages(hub))
        lists = _lists(hub)
        _data(book, columns, {name: [value for value, _name in named] for name, named in lists.items()})
        _explained(book, columns, lists)
        _hidden(book, lists)
    return target.getvalue()


def _languages(hub: Hub) -> set[str]:
    used = {
        code for title in Service.objects.filter(hub=hub).values_list("title", flat=True) for code in title
    }
    return used | set(spoken()) | (set(hub.working_languages) & set(CODES))


def _lists(hub: Hub) -> dict[str, Named]:
    here = spoken()[0]
    found: dict[str, Named] = {
        name: [(term.code, term.label) for term in _terms(listed)] for name, listed in OFFICIAL.items()
    }
    found |= {name: [(one.value, str(one.label)) for one in ones] for name, ones in ENUMS.items()}
    concepts = Concept.objects.filter(in_force=True)
    found["concepts"] = [(one.slug, best_text(one.labels)) for one in concepts]
    found["languages"] = [(code, language_name(code, here)) for code in CODES]
    codes = Country.objects.values_list("code", flat=True)
    found["countries"] = [(code, country_name(code, here)) for code in codes]
    memberships = hub.memberships.select_related("group")
    found["group"] = [(one.group.slug, best_text(one.group.name)) for one in memberships]
    return found | {name: [("yes", _("yes")), ("no", _("no"))] for name in YES_NO}


def _terms(listed: str) -> Iterable[Term]:
    return Term.objects.filter(list__name=listed, list__in_force=True).order_by("position")


def _data(book: Any, columns: Sequence[Column], lists: dict[str, list[str]]) -> None:
    sheet = book.add_worksheet(SHEET_NAME)
    heading, example = book.add_format({"bold": True}), book.add_format({"italic": True, "color": "#555555"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(columns):
        sheet.set_column(
            place, place, 30 if column.language else 18, day if column.name == "next_free" else None
        )
        sheet.write_string(0, place, column.heading, heading)
        said = EXAMPLE.get(column.name, "") if column.language in ("", DEFAULT) else ""
        sheet.write_string(1, place, said, example)
        if rule := _rule(column.name, list(lists), lists):
            sheet.data_validation(1, place, LAST_ROW, place, rule)


def _rule(name: str, order: list[str], lists: dict[str, list[str]]) -> dict[str, Any] | None:
    """Several values in one cell are offered one by one and not refused."""
    if values := lists.get(name):
        letter = _letter(order.index(name))
        source = f"={LISTS}!${letter}$1:${letter}${len(values)}"
        return {"validate": "list", "source": source, "show_error": name not in SEVERAL}
    if name in NUMBERS:
        least, most = NUMBERS[name]
        return {"validate": "integer", "criteria": "between", "minimum": least, "maximum": most}
    if name in ("list_price", "price"):
        return {"validate": "decimal", "criteria": ">=", "value": 0}
    return None


def _letter(place: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(place))


def _explained(book: Any, columns: Sequence[Column], lists: dict[str, Named]) -> None:
    heading, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet("Columns")
    sheet.set_column(0, 1, 30, wrapped)
    sheet.set_column(2, 2, 70, wrapped)
    _lines(sheet, heading, [(_("Column"), _("Meaning"), _("What to write")), *map(_about, columns)])
    sheet = book.add_worksheet("Values")
    sheet.set_column(0, 2, 40)
    values = [(name, value, label) for name, named in lists.items() for value, label in named]
    _lines(sheet, heading, [(_("Column"), _("Value"), _("In your language")), *values])


def _lines(sheet: Any, heading: Any, lines: Iterable[tuple[str, str, str]]) -> None:
    sheet.freeze_panes(1, 0)
    for number, line in enumerate(lines):
        for place, text in enumerate(line):
            sheet.write_string(number, place, text, None if number else heading)


def _about(column: Column) -> tuple[str, str, str]:
    if column.name == SLUG:
        return column.heading, _("Address"), str(HOW[SLUG])
    if column.language:
        label = f"{label_of(column.name)} ({language_name(column.language, spoken()[0])})"
        return column.heading, label, str(TEXT)
    return column.heading, label_of(column.name), _how(column.name)


def _how(name: str) -> str:
    if name in NUMBERS:
        least, most = NUMBERS[name]
        return _("A whole number from %(least)s to %(most)s.") % {"least": least, "most": most}
    return str(HOW.get(name, ""))


def _hidden(book: Any, lists: dict[str, Named]) -> None:
    sheet = book.add_worksheet(LISTS)
    sheet.hide()
    for place, named in enumerate(lists.values()):
        for number, (value, _name) in enumerate(named):
            sheet.write_string(number, place, value)
