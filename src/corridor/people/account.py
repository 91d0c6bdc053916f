"""The pages of "Your account": every room that has one for the signed-in person adds it here.

In ``AppConfig.ready``: ``register_account_page(_("E-mails"), "post:wishes", _("What we write to you."))``.
The page's template extends ``people/account.html`` and fills its block ``account``.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class AccountPage:
    """``text`` says in one line what the page is for; lower ``order`` comes first."""

    title: Text
    url_name: str
    text: Text
    order: int = 50


@dataclass(frozen=True)
class AccountLink:
    title: Text
    text: Text
    url: str
    current: bool
    exact: bool


_PAGES: dict[str, AccountPage] = {}


def register_account_page(title: Text, url_name: str, text: Text, *, order: int = 50) -> None:
    """``url_name`` is unique; a second registration replaces the first."""
    _PAGES[url_name] = AccountPage(title, url_name, text, order)


def account_links(request: HttpRequest) -> list[AccountLink]:
    """Links to the registered pages in their order; a page whose address does not exist is left out."""
    pages = sorted(_PAGES.values(), key=lambda page: (page.order, page.url_name))
    return [link for page in pages if (link := _link(page, request.path))]


def _link(page: AccountPage, path: str) -> AccountLink | None:
    try:
        url = reverse(page.url_name)
    except NoReverseMatch:
        return None
    return AccountLink(page.title, page.text, url, current=path.startswith(url), exact=path == url)
