"""What somebody wrote into a reply, without what their program put around it; and which choice it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Final

from corridor.post import clean
from corridor.post.answers import Choice

from .words import BY_CHOICE

LINES_READ: Final = 3
LONGEST: Final = 5_000  # as much as the forms of this site take
QUOTED = re.compile(r"^\s*[>|]")
SIGNATURE = re.compile(r"^(-- ?|_{5,}|-{5,}.*)$")
# "On ... wrote:", in any language: a line that ends with a colon and holds an address, a date or a time.
ATTRIBUTION = re.compile(r"(@|\d{4}|\d{1,2}[:.]\d{2}).*:\s*$")
HEADERS_GO_ON = re.compile(r"^\*?[^\W\d_]{2,12}\*?\s?:\s")
HEADER = re.compile(r"^\*?[^\W\d_]{2,12}\*?\s?:\s.*(@|\d{4})")
PUNCTUATION = " \t.,;:!?…·\"'“”„«»()[]*_"
WORD_BREAK = re.compile(r"[\s,.;:!?–—-]+")
SKIPPED = ("script", "style", "head", "title", "blockquote")


class _Text(HTMLParser):
    """Only text, with a new line at every block; quoted parts are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in SKIPPED:
            self.hidden += 1
        elif tag in {"br", "p", "div", "tr", "li"}:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in SKIPPED and self.hidden:
            self.hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def first_lines(message: EmailMessage) -> list[str]:
    """The first lines that somebody wrote themselves."""
    lines: list[str] = []
    for line in _body(message).splitlines():
        if _ends_reply(line):
            break
        if line.strip() and not QUOTED.match(line):
            lines.append(line.strip())
        if len(lines) == LINES_READ:
            break
    return lines


def own_words(message: EmailMessage, *, without: str) -> str:
    """All that somebody wrote themselves, wherever between the quoted lines it stands. ``without`` is the
    key that a program may have copied from the address of the question."""
    lines = [line.rstrip() for line in _body(message).splitlines()]
    introductions = _introductions(lines)
    own: list[str] = []
    for n, line in enumerate(lines):
        if SIGNATURE.match(line.strip()) or _begins_old_mail(lines, n):
            break
        if not QUOTED.match(line) and n not in introductions:
            own.append(line)
    text = re.sub(r"\n{3,}", "\n\n", clean.visible("\n".join(own))).strip()
    text = re.sub(re.escape(without), "", text, flags=re.IGNORECASE)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 2]} …"


def _begins_old_mail(lines: Sequence[str], n: int) -> bool:
    """The headers of the mail that is answered, as some programs set them above it."""
    goes_on = n + 1 < len(lines) and HEADERS_GO_ON.match(lines[n + 1].strip())
    return bool(goes_on and HEADER.match(lines[n].strip()))


def _introductions(lines: Sequence[str]) -> set[int]:
    """Where "On ... wrote:" stands, on one line or on two, before a quotation or at the very end."""
    found: set[int] = set()
    for n, line in enumerate(lines):
        after = next((later for later in lines[n + 1 :] if later.strip()), ">")
        if not line.endswith(":") or not QUOTED.match(after):
            continue
        if ATTRIBUTION.search(line):
            found.add(n)
        elif n and ATTRIBUTION.search(f"{lines[n - 1]} {line}"):
            found |= {n - 1, n}
    return found


def choice_in(lines: Sequence[str], choices: Sequence[Choice]) -> Choice | None:
    """The choice that the first line means; none where two are meant, or none is clear."""
    for line in lines[:1]:
        plain = _plain(line)
        numbers = (
            [choices[int(plain) - 1]] if plain.isdecimal() and 0 < int(plain[:3]) <= len(choices) else []
        )
        meant = numbers or [choice for choice in choices if _is_whole(plain, choice)]
        meant = meant or [choice for choice in choices if _begins(plain, choice)]
        if len(meant) == 1:
            return meant[0]
    return None


def _is_whole(plain: str, choice: Choice) -> bool:
    return plain in _words(choice)


def _begins(plain: str, choice: Choice) -> bool:
    """ "Yes, gladly" and "no, sorry": the word, then a pause. More than one line of text is no answer."""
    if len(plain) > 60:  # noqa: PLR2004 - whoever writes more says more than one word
        return False
    return any(re.match(rf"{re.escape(word)}\s*[,.;!–—]", plain) for word in _words(choice))


def _words(choice: Choice) -> set[str]:
    own = {choice.name, str(choice.label), *choice.words}
    return {_plain(word) for word in own} | BY_CHOICE.get(choice.name, frozenset())


def _plain(line: str) -> str:
    return unicodedata.normalize("NFC", line).replace("’", "'").strip(PUNCTUATION).casefold()


def _ends_reply(line: str) -> bool:
    stripped = line.strip()
    return bool(SIGNATURE.match(stripped) or ATTRIBUTION.search(stripped) or HEADER.match(stripped))


def _body(message: EmailMessage) -> str:
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    try:
        text = str(part.get_content())
    except (LookupError, UnicodeError, ValueError, AttributeError):
        payload = part.get_payload(decode=True)
        text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    if part.get_content_type() == "text/html":
        reader = _Text()
        reader.feed(text)
        text = "".join(reader.parts)
    return text.replace("\x00", "")
