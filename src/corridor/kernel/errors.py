"""Errors that a person or a program may meet: each has a code, a text and an HTTP status, once."""

from __future__ import annotations

from http import HTTPStatus

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class CorridorError(Exception):
    """Base of all errors that are shown to people; ``text`` says what happened and what to do."""

    code = "error"
    status = HTTPStatus.BAD_REQUEST
    text: Text = _("That did not work.")

    def __init__(self, text: Text | None = None) -> None:
        super().__init__(str(text or self.text))
        if text is not None:
            self.text = text


class NotFound(CorridorError):
    """Nothing is there, or it is not this person's to see: the two look the same on purpose."""

    code = "not-found"
    status = HTTPStatus.NOT_FOUND
    text = _("There is nothing here that you can see.")


class NotAllowed(CorridorError):
    code = "not-allowed"
    status = HTTPStatus.FORBIDDEN
    text = _("You can see this, but this step is for somebody else.")


class NotTaken(CorridorError):
    """The method of the request is none that the address answers."""

    code = "method-not-allowed"
    status = HTTPStatus.METHOD_NOT_ALLOWED
    text = _("This address cannot be used in this way.")


class Conflict(CorridorError):
    code = "conflict"
    status = HTTPStatus.CONFLICT
    text = _("Somebody changed this in the meantime.")


class Refused(CorridorError):
    """Input that cannot be accepted; the text names the reason in plain words."""

    code = "refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    text = _("This cannot be accepted as it is.")
