"""Kinds of mail: every room registers those that it writes, in ``AppConfig.ready``.

The texts are templates of that room: ``<room>/mail/<name>.txt``, whose first line is the subject (one
line, complete in itself), and ``<name>.html``, which extends ``post/mail.html`` and fills its block
``body``. Without the second, the first is set as HTML. In the .txt nothing is escaped and ``i18n`` is
loaded. Besides ``context`` they may use ``name``, ``url``, ``language``, ``site`` and ``base_url``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from corridor.kernel.errors import Text


@dataclass(frozen=True)
class Kind:
    """``template`` is the path without its ending, such as "members/mail/welcome".

    ``needs_answer`` goes out at once whatever the person wishes. ``is_secret``: its text lets somebody in
    and is forgotten once it is sent. ``is_news`` can be unsubscribed from by people without an account.
    ``good_for`` is how long it makes sense to try.
    """

    name: str
    title: Text
    template: str
    needs_answer: bool = False
    is_secret: bool = False
    is_news: bool = False
    good_for: timedelta = timedelta(days=5)


_KINDS: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """``kind.name`` is unique; a second registration replaces the first."""
    _KINDS[kind.name] = kind


def kind_named(name: str) -> Kind:
    return _KINDS[name]


def kinds() -> list[Kind]:
    return sorted(_KINDS.values(), key=lambda kind: kind.name)
