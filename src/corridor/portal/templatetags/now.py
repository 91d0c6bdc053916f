from __future__ import annotations

from datetime import date

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()


@register.filter
def is_over(due: date) -> bool:
    return due < timezone.localdate()


@register.filter
def due_in_words(due: date) -> str:
    days = (due - timezone.localdate()).days
    if days == 0:
        return _("due today")
    if days < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}
    return ngettext("due in %(days)s day", "due in %(days)s days", days) % {"days": days}
