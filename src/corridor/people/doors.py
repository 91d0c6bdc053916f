"""What all views that let people in, or guard what belongs to an account, have in common."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from . import limits
from .limits import Attempt

log = logging.getLogger(__name__)

Text = str | Promise


def too_often(request: HttpRequest, wait: int) -> HttpResponse:
    text = _("This was tried too often. Please wait some minutes and try again.")
    status = int(HTTPStatus.TOO_MANY_REQUESTS)
    context = {"error": {"code": "too-often", "text": text}, "status": status}
    response = render(request, "kernel/error.html", context, status=status)
    response.headers["Retry-After"] = str(wait)
    return response


class Page:
    """A view with one form; its words are attributes. Errors answer 422."""

    http_method_names = ["get", "head", "post", "options"]
    template_name: str = "people/door.html"
    heading: Text = ""
    lead: Text = ""
    button: Text = ""

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if response.status_code == HTTPStatus.OK:
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**more)  # type: ignore[misc]
        words = {"heading": self.heading, "lead": self.lead, "button": self.button}
        return words | context


class Limited(Page):
    """Counts each POST before anything in it is looked at, so that attempts at once count as well."""

    purpose = limits.PASSPHRASE
    attempt: Attempt

    def account_tried(self, request: HttpRequest) -> str:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.attempt = limits.attempt_of(request, self.account_tried(request), self.purpose)
        if wait := limits.seconds_to_wait(self.attempt):
            log.warning("Sign-in is being tried too often, from %s", self.attempt.peer)
            return too_often(request, wait)
        return super().post(request, *args, **kwargs)  # type: ignore[misc, no-any-return]

    def form_valid(self, form: Any) -> HttpResponse:
        if self.purpose != limits.MAIL:
            limits.forget(self.attempt)
        return super().form_valid(form)  # type: ignore[misc, no-any-return]

    def form_invalid(self, form: Any) -> HttpResponse:
        log.warning("A sign-in failed, from %s", self.attempt.peer)
        return super().form_invalid(form)
