"""What is said about a row or a run: kept as a code with its values, worded in the reader's language."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from corridor.kernel.sheets.runs import Note, note

__all__ = ["Note", "note", "sentence"]

SENTENCES: Final[dict[str, str | Promise]] = {
    "missing": _("The column “%(column)s” is empty."),
    "too-long": _("The column “%(column)s” holds more than %(limit)s characters."),
    "surplus": _("The row has more cells than the header."),
    "country": _("“%(value)s” is no country that the catalogue knows."),
    "kind": _("“%(value)s” is no kind of hub; there are: %(known)s."),
    "twice": _("This is the same hub as in row %(row)s."),
    "ambiguous": _("Several hubs of this country are called so, and the title fits none of them."),
    "unknown-tag": _("“%(value)s” is not in the official list of “%(column)s”; it is left out."),
    "website": _("“%(value)s” is no address of a website; it is left out."),
    "levels": _("“%(value)s” is given several levels; the highest counts."),
    "kept-edited": _("%(hub)s was changed after this import and stays as it is."),
    "kept-used": _("%(hub)s has been given seats, memberships or other records since, and stays."),
    "gone": _("%(hub)s was removed after this import."),
    "stopped": "%(text)s",
}


def sentence(said: Note) -> str:
    return str(SENTENCES[said["code"]]) % said
