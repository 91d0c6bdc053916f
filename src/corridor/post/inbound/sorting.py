"""One mail that came in: what it is, and what is done about it, in one transaction."""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from corridor.kernel.errors import CorridorError, NotFound
from corridor.post import actions, answers, clean, keys
from corridor.post.enums import KEPT_FOR_OPERATOR, Arrival
from corridor.post.kinds import Kind
from corridor.post.models import InboundMail, Question

from . import calendars, reports
from .texts import choice_in, first_lines, own_words

LARGEST: Final = 1024 * 1024  # an answer is one line; a report carries the letter back
MOST_PARTS: Final = 40
DEEPEST: Final = 8
KEPT_RAW: Final = 256 * 1024
READING = policy.default.clone(raise_on_defect=False)
RECIPIENT_HEADERS = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")

UNCLEAR_KIND = Kind(
    "reply-unclear",
    _("Your answer was not understood"),
    "post/mail/unclear",
    needs_answer=True,
    is_secret=True,
)
REFUSED_KIND = Kind(
    "reply-refused", _("Your answer could not be taken"), "post/mail/refused", needs_answer=True
)

log = logging.getLogger(__name__)


class _Unreadable(Exception):
    pass


def take_in(raw: bytes) -> InboundMail:
    """Read one mail, once: the same one again changes nothing."""
    try:
        message = _parsed(raw)
        digest = _digest(raw, message)
    except Exception as error:  # noqa: BLE001 - what others send may break any parser, and is kept all the same
        return _keep_unreadable(raw, str(error) or type(error).__name__)
    known = InboundMail.objects.filter(digest=digest).first()
    if known:
        return known
    mail = InboundMail(digest=digest, sender=_sender(message), subject=_header(message, "Subject")[:300])
    try:
        with transaction.atomic():
            _sort(mail, message)
            _finish(mail, raw)
    except Exception as error:  # noqa: BLE001 - as above; nothing of it has been written
        log.warning("A mail that came in could not be handled: %s", type(error).__name__)
        mail.question = mail.letter = None
        mail.arrival, mail.note = Arrival.UNREADABLE, f"{type(error).__name__}: {error}"[:500]
        _finish(mail, raw)
    return mail


def _sort(mail: InboundMail, message: EmailMessage) -> None:
    what, key = _key_in(message)
    if reports.is_report(message):
        _take_report(mail, message, key)
    elif what == keys.REPLY and calendars.says_reply(message):
        _take_answer(mail, message, key, is_quiet=_is_automatic(message))  # programs mark them as automatic
    elif what == keys.BOUNCE or _is_automatic(message):
        mail.arrival = Arrival.AUTOMATIC
    elif what == keys.REPLY:
        _take_answer(mail, message, key)
    else:
        mail.arrival = Arrival.OTHER


def _take_report(mail: InboundMail, message: EmailMessage, key: str) -> None:
    is_complaint = reports.is_complaint(message)
    mail.arrival = Arrival.COMPLAINT if is_complaint else Arrival.BOUNCE
    mail.letter = reports.letter_of(message, key)
    if mail.letter is None:
        mail.arrival, mail.note = Arrival.OTHER, "a report about no letter of ours"
        return
    mail.note = (
        reports.note_complaint(mail.letter) if is_complaint else reports.note_failure(message, mail.letter)
    )


def _take_answer(mail: InboundMail, message: EmailMessage, key: str, *, is_quiet: bool = False) -> None:
    """``is_quiet``: a program wrote it, and is not written back to."""
    try:
        question = answers.question_by_key(key)
    except NotFound as refusal:
        _note_refusal(mail, refusal) if is_quiet else _refuse(mail, None, refusal)
        return
    mail.question = question
    with override(question.language):
        purpose = answers.purpose_of(question)
        if purpose.take_reply and _is_from_calendar(mail, message, key):
            return
        choice = choice_in(first_lines(message), purpose.choices)
        words = own_words(message, without=key) if purpose.write and not choice else ""
        if choice is None and not words:
            _help_once(mail, question)
            return
        try:
            with transaction.atomic():
                if choice:
                    answers.answer(key=key, choice=choice.name, sender=mail.sender)
                else:
                    answers.answer_in_words(key=key, text=words, sender=mail.sender)
        except answers.NotUnderstood:
            _help_once(mail, question)
            return
        except CorridorError as refusal:
            _refuse(mail, question, refusal)
            return
    mail.arrival, mail.note = Arrival.ANSWER, choice.name if choice else answers.WRITTEN


def _is_from_calendar(mail: InboundMail, message: EmailMessage, key: str) -> bool:
    """Take a calendar program's reply, if the mail is one. What is not for us, or cannot be read, is kept for
    the operator; its words are then nobody's answer either."""
    try:
        reply = calendars.reply_in(message)
        if reply is None:
            return False
        with transaction.atomic():
            question = answers.answer_from_calendar(key=key, reply=reply, sender=mail.sender)
    except (calendars.Unreadable, answers.NotForUs) as error:
        mail.arrival, mail.note = Arrival.OTHER, f"a calendar's reply that is no answer: {error}"[:500]
    except answers.Stale:
        mail.arrival, mail.note = Arrival.ANSWER, "older than the answer that stands"
    except CorridorError as refusal:
        _note_refusal(mail, refusal)
    else:
        mail.arrival, mail.note = Arrival.ANSWER, question.answer
    return True


def _help_once(mail: InboundMail, question: Question) -> None:
    """One mail for one question, so that two programs never talk to each other."""
    mail.arrival = Arrival.UNCLEAR
    purpose = answers.purpose_of(question)
    if question.helped_at or not purpose.is_open(question):
        return
    Question.objects.filter(pk=question.pk).update(helped_at=timezone.now())
    context = {
        "asked": str(purpose.describe(question)),
        "choices": [str(choice.label) for choice in purpose.choices],
        "free_reply": not purpose.choices,
        "url": question.url if purpose.choices else "",
    }
    actions.write_to(
        address=question.address,
        name=question.name,
        language=question.language,
        kind=UNCLEAR_KIND.name,
        context=context,
        key=f"unclear:{question.uid}",
        reply_to=question.reply_address,
    )


def _note_refusal(mail: InboundMail, refusal: CorridorError) -> None:
    mail.arrival, mail.note = Arrival.REFUSED, refusal.code


def _refuse(mail: InboundMail, question: Question | None, refusal: CorridorError) -> None:
    """Say why, at most once a day to one address."""
    _note_refusal(mail, refusal)
    day_ago = timezone.now() - timedelta(days=1)
    refused_before = InboundMail.objects.filter(
        sender__iexact=mail.sender, arrival=Arrival.REFUSED, received_at__gte=day_ago
    )
    if not mail.sender or refused_before.exists():
        return
    text = (
        refusal.text if question else _("The address that you answered to is not known here, or is too old.")
    )
    actions.write_to(
        address=mail.sender,
        name="",
        language=question.language if question else "en",
        kind=REFUSED_KIND.name,
        context={"reason": str(text)},
        key=f"refused:{mail.digest}",
    )


def _key_in(message: EmailMessage) -> tuple[str, str]:
    """``reply`` or ``bounce``, and the key, from the addresses that the mail came to."""
    values = [str(value) for name in RECIPIENT_HEADERS for value in message.get_all(name, [])]
    for _shown, address in getaddresses(values[:50]):
        local, _at, domain = address.lower().partition("@")
        what, plus, key = local.partition("+")
        if plus and what in {keys.REPLY, keys.BOUNCE} and domain == keys.own_domain().lower():
            return what, key
    return "", ""


def _is_automatic(message: EmailMessage) -> bool:
    """Out-of-office replies, lists, and everything else that no person wrote."""
    submitted = _header(message, "Auto-Submitted").lower()
    if submitted and submitted != "no":
        return True
    if _header(message, "Precedence").lower() in {"bulk", "junk", "list", "auto_reply"}:
        return True
    if any(
        _header(message, name)
        for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "List-Id")
    ):
        return True
    return _header(message, "Return-Path").strip() == "<>"


def _parsed(raw: bytes) -> EmailMessage:
    if len(raw) > LARGEST:
        raise _Unreadable(f"larger than {LARGEST} bytes")
    message = message_from_bytes(raw, policy=READING)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise _Unreadable("no headers")
    _refuse_depth(message)
    return message


def _refuse_depth(message: EmailMessage) -> None:
    """A mail of mails of mails is no answer."""
    level, count = [message], 0
    for _depth in range(DEEPEST):
        count += len(level)
        if count > MOST_PARTS:
            raise _Unreadable("too many parts")
        level = [inner for part in level if part.is_multipart() for inner in part.get_payload()]  # type: ignore[misc]
        if not level:
            return
    raise _Unreadable("parts within parts, too deep")


def _digest(raw: bytes, message: EmailMessage) -> str:
    """By Message-ID, so that the same mail delivered twice is taken once."""
    named = _header(message, "Message-ID")
    told = "\x1f".join([named, _header(message, "From"), _header(message, "Date")]).encode(errors="replace")
    return hashlib.sha256(told if named else raw).hexdigest()


def _sender(message: EmailMessage) -> str:
    _shown, address = parseaddr(_header(message, "From"))
    try:
        return clean.address(address)
    except CorridorError:
        return ""


def _header(message: EmailMessage, name: str) -> str:
    try:
        return clean.one_line(str(message.get(name, "")))
    except Exception:  # noqa: BLE001 - the parser of headers has its own ways to fail
        return ""


def _finish(mail: InboundMail, raw: bytes) -> None:
    if mail.arrival in KEPT_FOR_OPERATOR:
        mail.raw = raw[:KEPT_RAW]
    else:
        mail.settled_at = timezone.now()
    mail.save()


def _keep_unreadable(raw: bytes, why: str) -> InboundMail:
    mail, _is_new = InboundMail.objects.get_or_create(
        digest=hashlib.sha256(raw).hexdigest(),
        defaults={"arrival": Arrival.UNREADABLE, "note": why[:500], "raw": raw[:KEPT_RAW]},
    )
    return mail
