"""Text that goes into headers: nothing in it can start another header or look like something else."""

from __future__ import annotations

import re
import unicodedata
from email.headerregistry import Address
from email.utils import parseaddr

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from corridor.kernel.errors import Refused
from corridor.kernel.i18n.fields import clean_text

LINE_BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
LONGEST_NAME, LONGEST_SUBJECT = 100, 300
CONFUSABLE_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")


def address(value: str) -> str:
    """One plain e-mail address, or ``Refused``."""
    plain = value.strip()
    try:
        validate_email(plain)
        Address(addr_spec=plain)
    except (ValidationError, ValueError, IndexError) as error:
        raise Refused(_("This is not an e-mail address.")) from error
    return plain


def on_the_wire(value: str) -> str:
    """An address in ASCII, as mail servers want it: the domain in Punycode."""
    local, _at, domain = value.rpartition("@")
    if not local.isascii() or any(sign in value for sign in "<> \r\n"):
        raise Refused(_("This is not an e-mail address."))
    return f"{local}@{domain.encode('idna').decode()}"


def name(value: str) -> str:
    """A name as it may stand beside an address; refused with a line break, empty where it would mislead.

    Signs that reorder or hide letters are taken out. A name that contains an address, or mixes letters
    of alphabets that look alike within a word, is left out.
    """
    refuse_line_breaks(value)
    plain = " ".join(visible(value).split())[:LONGEST_NAME].strip()
    if "@" in plain or any(_mixes_alphabets(word) for word in plain.split()):
        return ""
    return plain


def subject(value: str) -> str:
    refuse_line_breaks(value)
    return " ".join(visible(value).split())[:LONGEST_SUBJECT].strip()


def one_line(value: str) -> str:
    """Anything as part of a subject: line breaks become blanks, since they were somebody's text."""
    return " ".join(visible(LINE_BREAKS.sub(" ", value)).split())


def visible(value: str) -> str:
    """Without control signs and without the invisible ones that change how the rest reads."""
    kept = (sign for sign in clean_text(value) if sign in "\t\n" or not _is_invisible(sign))
    return "".join(kept)


def refuse_line_breaks(value: str) -> None:
    if LINE_BREAKS.search(value):
        raise Refused(_("A line break cannot be part of this."))


def sender() -> tuple[str, str]:
    """Name and address that mails come from."""
    from django.conf import settings

    shown, plain = parseaddr(settings.MAIL_FROM)
    return name(shown), plain


def _is_invisible(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cn", "Cs"}


def _mixes_alphabets(word: str) -> bool:
    scripts = {unicodedata.name(sign, "").partition(" ")[0] for sign in word if sign.isalpha()}
    return len(scripts & set(CONFUSABLE_SCRIPTS)) > 1
