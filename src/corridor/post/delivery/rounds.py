"""A round of delivery: every letter that is due, one after the other, over one connection.

Whoever handles a letter holds a lock of the database session on it. The lock ends with the session,
however that ends; so a letter that is being handed over while nobody holds its lock was lost with its
worker, and no clock is needed to tell. Why a letter is handed over at most once is told in
docs/decisions/outbox.md.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from corridor.post import clean, keys
from corridor.post.enums import LetterState, Obstacle
from corridor.post.models import Letter, Suppression

from .lines import Line, Outcome, ServerAway, Verdict
from .messages import message_of, signed

BATCH: Final = 50
BROKEN_IN_A_ROW: Final = 3  # then the server is given a rest until the next round
LOST: Final = "the worker ended while it handed the letter over; it may have arrived"

log = logging.getLogger(__name__)


def deliver_all() -> int:
    """Hand over whatever is due; returns how many letters were sent."""
    note_lost_letters()
    this = _Round(Line(settings.SMTP) if settings.SMTP else None)
    try:
        return this.run()
    except ServerAway as error:
        log.warning("The mail server does not answer (%s); letters wait.", error)
        return this.sent
    finally:
        this.close()


def note_lost_letters() -> int:
    """Letters whose hand-over began and whose worker is gone: nobody knows, so nobody sends them again."""
    count = 0
    for pk in list(Letter.objects.filter(state=LetterState.SENDING).values_list("pk", flat=True)):
        with _lock(pk) as is_ours:
            if is_ours:
                lost = Letter.objects.filter(pk=pk, state=LetterState.SENDING)
                count += lost.update(state=LetterState.UNCERTAIN, reason=LOST)
    return count


class _Round:
    def __init__(self, line: Line | None) -> None:
        self.line = line
        self.sent = 0
        self.broken = 0
        self.busy: set[int] = set()  # in another worker's hands

    def run(self) -> int:
        while letters := self._next():
            obstacles = _obstacles(letters)
            for letter in letters:
                with _lock(letter.pk) as is_ours:
                    if is_ours:
                        self._deliver(letter, obstacles.get(letter.to.lower(), []))
                    else:
                        self.busy.add(letter.pk)
        return self.sent

    def close(self) -> None:
        if self.line:
            self.line.close()

    def _next(self) -> list[Letter]:
        due = Letter.objects.due().exclude(pk__in=self.busy).order_by("next_attempt_at", "pk")
        return list(due.select_related("person")[:BATCH])

    def _deliver(self, letter: Letter, obstacles: list[Suppression]) -> None:
        """The letter as it was when the batch was read: whether it still waits is asked by ``_begin``."""
        if held_back := _held_back(letter, obstacles):
            _settle(letter, *held_back)
            return
        verdict = self._hand_over(letter)
        _note(letter, verdict)
        self._count(verdict)

    def _hand_over(self, letter: Letter) -> Verdict:
        try:
            content = signed(message_of(letter))
            to = clean.on_the_wire(letter.to)
        except Exception as error:  # noqa: BLE001 - one letter that cannot be written must not stop the others
            log.warning("Letter %s cannot be written: %s", letter.pk, type(error).__name__)
            return Verdict(Outcome.NEVER, f"the letter cannot be written: {type(error).__name__}")
        if self.line is None:
            return Verdict(Outcome.SENT, "development mailbox")
        sender = clean.on_the_wire(keys.bounce_address(letter.uid))
        return self.line.hand_over(sender=sender, to=to, content=content, begin=lambda: _begin(letter))

    def _count(self, verdict: Verdict) -> None:
        self.sent += verdict.outcome == Outcome.SENT
        self.broken = self.broken + 1 if verdict.broken else 0
        if verdict.broken and self.line:
            self.line.drop()
        if self.broken >= BROKEN_IN_A_ROW:
            raise ServerAway(verdict.reason)


def _begin(letter: Letter) -> bool:
    """Committed before the text is given away; refused where the letter was taken back meanwhile, or was
    in another worker's hands."""
    waiting = Letter.objects.filter(pk=letter.pk, state=LetterState.WAITING, attempts=letter.attempts)
    return bool(waiting.update(state=LetterState.SENDING, message_id=keys.message_id(letter.uid)))


def _held_back(letter: Letter, obstacles: list[Suppression]) -> tuple[LetterState, str] | None:
    """Why a letter must not leave, whatever the mail server thinks of it."""
    if letter.not_after < timezone.now():
        return LetterState.FAILED, f"too late to be of use; last: {letter.reason or 'not tried'}"
    if letter.person and (not letter.person.is_active or letter.person.erased_at):
        return LetterState.CANCELLED, "the account is closed"
    if letter.by_request:
        return None
    for one in obstacles:
        if letter.is_news or one.obstacle != Obstacle.UNSUBSCRIBED:
            return LetterState.SUPPRESSED, f"{one.obstacle}: {one.detail}"
    return None


def _obstacles(letters: list[Letter]) -> dict[str, list[Suppression]]:
    """Why these addresses get no mail, by address; they are kept in small letters."""
    addresses = {letter.to.lower() for letter in letters}
    found: dict[str, list[Suppression]] = {}
    for one in Suppression.objects.filter(address__in=addresses, lifted_at=None):
        found.setdefault(one.address, []).append(one)
    return found


def _note(letter: Letter, verdict: Verdict) -> None:
    letter.attempts += 1
    match verdict.outcome:
        case Outcome.SENT:
            _settle_as_sent(letter, verdict)
        case Outcome.LATER:
            _try_later(letter, verdict)
        case Outcome.NEVER:
            _settle(letter, LetterState.FAILED, verdict.reason)
            if verdict.address_is_wrong:
                suppress(letter.to, Obstacle.BOUNCE, verdict.reason)
        case Outcome.UNCERTAIN:
            _settle(letter, LetterState.UNCERTAIN, verdict.reason)
        case Outcome.TAKEN_BACK:
            pass


def _settle_as_sent(letter: Letter, verdict: Verdict) -> None:
    letter.sent_at = timezone.now()
    letter.message_id = keys.message_id(letter.uid)
    if letter.is_secret and settings.SMTP is not None:
        letter.text = letter.html = letter.calendar = ""
        letter.headers = {}  # the address for replies lets somebody in as well
    _settle(letter, LetterState.SENT, verdict.reason)


def _try_later(letter: Letter, verdict: Verdict) -> None:
    if letter.attempts >= settings.MAIL_LAST_ATTEMPT:
        _settle(letter, LetterState.FAILED, f"gave up after {letter.attempts} attempts: {verdict.reason}")
        return
    first, longest = settings.MAIL_BACKOFF
    letter.next_attempt_at = timezone.now() + timedelta(
        seconds=min(first * 2 ** (letter.attempts - 1), longest)
    )
    _settle(letter, LetterState.WAITING, verdict.reason)


def _settle(letter: Letter, state: LetterState, reason: str) -> None:
    """Also where another worker has called the letter lost meanwhile: we know better what became of it."""
    values = {
        "state": state,
        "reason": reason[:500],
        "attempts": letter.attempts,
        "next_attempt_at": letter.next_attempt_at,
        "sent_at": letter.sent_at,
        "message_id": letter.message_id,
        "text": letter.text,
        "html": letter.html,
        "calendar": letter.calendar,
        "headers": letter.headers,
    }
    ours = (LetterState.WAITING, LetterState.SENDING, LetterState.UNCERTAIN)
    Letter.objects.filter(pk=letter.pk, state__in=ours).update(**values)


def suppress(address: str, obstacle: Obstacle, detail: str) -> None:
    """No more mail to this address, until its owner says that it works."""
    with transaction.atomic():
        Suppression.objects.get_or_create(
            address=address.lower(), obstacle=obstacle, lifted_at=None, defaults={"detail": detail[:500]}
        )


@contextlib.contextmanager
def _lock(pk: int) -> Iterator[bool]:
    """Whether this letter is ours to handle; another worker's is left alone, without waiting."""
    name = f"post.letter.{pk}"
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(hashtextextended(%s, 0))", [name])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            with contextlib.suppress(DatabaseError), connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(hashtextextended(%s, 0))", [name])
