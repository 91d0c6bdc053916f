"""An applicant answers the moderators by replying to their mail: the words become a message in the file."""

from __future__ import annotations

from typing import Any

from corridor.kernel.errors import NotFound
from corridor.post.answers import Purpose, register_purpose, subject_of
from corridor.post.models import Question

from . import actions
from .letters import QUESTION
from .models import Message


def register() -> None:
    register_purpose(Purpose(QUESTION, (), _asked, days=90, write=_written))


def _asked(question: Question) -> str:
    return _message(question).text


def _written(*, question: Question, text: str, by: Any) -> None:
    actions.add_message(application=_message(question).application, text=text)


def _message(question: Question) -> Message:
    message = subject_of(question)
    if not isinstance(message, Message):
        raise NotFound
    return message
