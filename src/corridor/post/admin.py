"""The operator's tables: what left, what did not and why, what came in. Nobody reads letters here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from corridor.kernel.errors import Refused

from . import actions
from .models import InboundMail, Letter, Suppression


class ReadOnly(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Letter)
class LetterAdmin(ReadOnly):
    list_display = ("subject", "to", "kind", "state", "attempts", "reason", "written_at", "sent_at")
    list_filter = ("state", "kind")
    search_fields = ("to",)
    actions = ("send_again",)
    fields = (
        *("subject", "to", "kind", "state", "attempts", "reason", "written_at", "next_attempt_at"),
        *("not_after", "sent_at", "message_id", "about_type", "about_id"),
    )

    @admin.action(description=_("Send again"))
    def send_again(self, request: HttpRequest, letters: QuerySet[Letter]) -> None:
        count = sum(self._again(request, letter) for letter in letters)
        text = ngettext("%(count)s letter goes again.", "%(count)s letters go again.", count)
        messages.info(request, text % {"count": count})

    def _again(self, request: HttpRequest, letter: Letter) -> int:
        try:
            actions.send_again(by=request.user, letter=letter)  # type: ignore[arg-type]
        except Refused as refusal:
            messages.warning(request, f"{letter.to}: {refusal.text}")
            return 0
        return 1


@admin.register(Suppression)
class SuppressionAdmin(ReadOnly):
    list_display = ("address", "obstacle", "detail", "since", "lifted_at")
    list_filter = ("obstacle",)
    search_fields = ("address",)


@admin.register(InboundMail)
class InboundMailAdmin(ReadOnly):
    list_display = ("received_at", "sender", "arrival", "note", "settled_at")
    list_filter = ("arrival",)
    fields = ("received_at", "sender", "subject", "arrival", "note", "settled_at")
    actions = ("settle",)

    @admin.action(description=_("Nothing more to do about it"))
    def settle(self, request: HttpRequest, mails: QuerySet[InboundMail]) -> None:
        mails.filter(settled_at=None).update(settled_at=timezone.now())
