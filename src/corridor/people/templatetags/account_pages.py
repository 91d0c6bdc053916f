from __future__ import annotations

from django import template
from django.template.context import RequestContext

from corridor.people.account import AccountLink, account_links

register = template.Library()


@register.simple_tag(takes_context=True)
def account_pages(context: RequestContext) -> list[AccountLink]:
    """The pages of "Your account", for its side navigation and its first page."""
    return account_links(context["request"])
