"""Every write of this room that others ask for: telling somebody, writing to somebody, taking it back.

All of it happens in the caller's transaction, and so does queueing the delivery: a letter leaves if and
only if the change that caused it was committed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel import journal
from corridor.kernel.errors import Refused
from corridor.people.models import Person

from . import clean, keys, tasks, wishes
from .enums import CAN_GO_AGAIN, LetterState, Rhythm
from .kinds import Kind, kind_named
from .models import Letter, Notice, Question, Suppression
from .writing import Ending, Reader, Written, write


def tell(
    *,
    person: Person,
    kind: str,
    context: Mapping[str, Any],
    key: str,
    about: Any = None,
    url: str = "",
    hub_id: int | None = None,
    group_id: int | None = None,
    reply_to: str = "",
    calendar: str = "",
) -> Notice:
    """Tell a person something, once for each ``key``: on the page of notices, and by mail as they wish."""
    with transaction.atomic():
        known = Notice.objects.of(person).filter(key=key).first()
        if known:
            return known
        what = kind_named(kind)
        written = _written_to(person, what, {**context, "url": full_url(url)}, reply_to=reply_to)
        notice, is_new = Notice.objects.get_or_create(
            person=person,
            key=key,
            defaults={
                "kind": kind,
                "language": person.language,
                "title": written.subject,
                "text": _opening(written.summary),
                "url": url,
                "needs_answer": what.needs_answer,
                **_about(about, hub_id, group_id),
            },
        )
        if is_new and _goes_at_once(person, what):
            columns = _about(about, hub_id, group_id) | {"calendar": calendar}
            _mail_to(person, what, written, key=key, about=columns, reply_to=reply_to)
            Notice.objects.filter(pk=notice.pk).update(told_at=timezone.now())
        return notice


def write_to(
    *,
    address: str,
    name: str,
    language: str,
    kind: str,
    context: Mapping[str, Any],
    key: str,
    **more: Any,
) -> Letter:
    """Write at once to somebody who need not have an account, once for each ``key``; ``more`` as for
    ``letter_to``."""
    letter = letter_to(
        address=address, name=name, language=language, kind=kind, context=context, key=key, **more
    )
    post_letters([letter])
    return Letter.objects.get(person=None, to__iexact=letter.to, key=key)


def letter_to(
    *,
    address: str,
    name: str,
    language: str,
    kind: str,
    context: Mapping[str, Any],
    key: str,
    about: Any = None,
    time_zone: str = "Europe/Brussels",
    hub_id: int | None = None,
    group_id: int | None = None,
    reply_to: str = "",
    calendar: str = "",
) -> Letter:
    """A letter to an address, not yet in the outbox; see ``post_letters``."""
    what = kind_named(kind)
    plain = clean.address(address)
    ending = Ending(
        unsubscribe_url=_unsubscribe(None, plain) if what.is_news else "", reply_hint=bool(reply_to)
    )
    reader = Reader(clean.name(name), language, time_zone)
    written = write(what, reader, context, ending)
    headers = _headers(ending.unsubscribe_url, reply_to)
    letter = _row(plain, reader.name, language, what, written, headers, None, key)
    for column, value in (_about(about, hub_id, group_id) | {"calendar": calendar}).items():
        setattr(letter, column, value)
    return letter


def letter_for(person: Person, kind: Kind, context: Mapping[str, Any], *, key: str) -> Letter:
    """A letter to a person, not yet in the outbox; see ``post_letters``."""
    written = _written_to(person, kind, context, reply_to="")
    unsubscribe = "" if kind.needs_answer else _unsubscribe(person, person.email)
    return _row(
        person.email,
        _shown_name(person),
        person.language,
        kind,
        written,
        _headers(unsubscribe, ""),
        person,
        key,
    )


def post_letters(letters: Sequence[Letter]) -> None:
    """Many letters at once, with one job; those whose keys are known are left out."""
    if letters:
        with transaction.atomic():
            Letter.objects.bulk_create(letters, ignore_conflicts=True, batch_size=500)
            tasks.deliver_soon()


def post_letter(
    *,
    to: str,
    name: str,
    language: str,
    kind: Kind,
    written: Written,
    headers: Mapping[str, str],
    key: str,
    about: Mapping[str, Any] | None = None,
    person: Person | None = None,
    by_request: bool = False,
) -> Letter:
    """The row in the outbox and the job that delivers it, in one transaction."""
    same = {"person": person} if person else {"person": None, "to__iexact": to}
    letter = _row(to, name, language, kind, written, headers, person, key)
    letter.by_request = by_request
    for column, value in (about or {}).items():
        setattr(letter, column, value)
    with transaction.atomic():
        post_letters([letter])
        return Letter.objects.get(**same, key=key)


def cancel_letters(
    *,
    person: Person | None = None,
    address: str | None = None,
    hub_id: int | None = None,
    group_id: int | None = None,
) -> int:
    """Take back whatever has not left, for a person or an address (and one hub or group); how many.

    Notices that wait for a digest are taken back with them, and open questions are closed.
    """
    if person is None and address is None:
        raise ValueError("say whose letters")
    to = Q(person=person) | Q(to__iexact=person.email) if person else Q(to__iexact=address)
    asked = Q(person=person) if person else Q(address__iexact=address)
    of_place = Q(hub_id=hub_id) if hub_id else Q(group_id=group_id) if group_id else Q()
    now = timezone.now()
    with transaction.atomic():
        if person:
            Notice.objects.of(person).filter(of_place).untold().update(told_at=now)
        if not hub_id and not group_id:
            Question.objects.filter(asked, answered_at=None, closed_at=None).update(closed_at=now)
        return Letter.objects.filter(to, of_place, state=LetterState.WAITING).update(
            state=LetterState.CANCELLED, text="", html="", calendar="", reason="taken back before it left"
        )


def send_again(*, by: Person, letter: Letter) -> Letter:
    """A person decides that a letter which failed, or may have failed, goes once more."""
    with transaction.atomic():
        kept = Letter.objects.select_for_update().get(pk=letter.pk)
        if kept.state not in CAN_GO_AGAIN or not kept.text:
            raise Refused(_("This letter cannot be sent again."))
        before = {"state": kept.state, "reason": kept.reason}
        kept.state, kept.attempts, kept.reason = LetterState.WAITING, 0, ""
        kept.next_attempt_at, kept.not_after = timezone.now(), timezone.now() + timedelta(days=5)
        kept.save(update_fields=["state", "attempts", "reason", "next_attempt_at", "not_after"])
        journal.record("send-again", kept, by=by, before=before, after={"state": kept.state})
        tasks.deliver_soon()
    return kept


def lift_suppression(*, by: Person | None, address: str) -> int:
    """The owner of an address says that it works, or the operator does."""
    with transaction.atomic():
        kept = list(Suppression.objects.select_for_update().filter(address__iexact=address, lifted_at=None))
        for suppression in kept:
            suppression.lifted_at = timezone.now()
            suppression.save(update_fields=["lifted_at"])
            journal.record("lift-suppression", suppression, by=by, before={"obstacle": suppression.obstacle})
    return len(kept)


def mark_read(*, person: Person, notice_id: int | None = None) -> int:
    """One notice, or all of this person's."""
    notices = Notice.objects.of(person).filter(read_at=None)
    if notice_id is not None:
        notices = notices.filter(pk=notice_id)
    return notices.update(read_at=timezone.now())


def _written_to(person: Person, kind: Kind, context: Mapping[str, Any], *, reply_to: str) -> Written:
    ending = Ending(
        unsubscribe_url="" if kind.needs_answer else _unsubscribe(person, person.email),
        wishes_url=keys.page("post:wishes", person.language),
        reply_hint=bool(reply_to),
    )
    return write(
        kind,
        Reader(_shown_name(person), person.language, person.time_zone),
        context,
        ending,
    )


def _opening(text: str) -> str:
    """The first paragraph: the rest of a letter may hold links that let somebody in."""
    first = text.partition("\n\n")[0]
    return "\n".join(line for line in first.splitlines() if "://" not in line).strip()


def _row(
    to: str,
    name: str,
    language: str,
    kind: Kind,
    written: Written,
    headers: Mapping[str, str],
    person: Person | None,
    key: str,
) -> Letter:
    return Letter(
        to=to,
        name=name,
        person=person,
        language=language,
        kind=kind.name,
        subject=written.subject,
        text=written.text,
        html=written.html,
        headers=dict(headers),
        key=key,
        is_secret=kind.is_secret,
        is_news=kind.is_news,
        not_after=timezone.now() + kind.good_for,
    )


def _mail_to(
    person: Person, kind: Kind, written: Written, *, key: str, about: Mapping[str, Any], reply_to: str
) -> Letter:
    unsubscribe = "" if kind.needs_answer else _unsubscribe(person, person.email)
    return post_letter(
        to=person.email,
        name=_shown_name(person),
        language=person.language,
        kind=kind,
        written=written,
        headers=_headers(unsubscribe, reply_to),
        key=key,
        about=about,
        person=person,
    )


def _shown_name(person: Person) -> str:
    return clean.name(clean.one_line(person.name))


def _goes_at_once(person: Person, kind: Kind) -> bool:
    if not person.is_active or person.erased_at:
        return False
    return kind.needs_answer or wishes.rhythm_of(person) == Rhythm.AT_ONCE


def _headers(unsubscribe: str, reply_to: str) -> dict[str, str]:
    """RFC 8058: the address takes a POST of the mail program, without sign-in."""
    headers: dict[str, str] = {}
    if unsubscribe:
        headers |= {
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    if reply_to:
        headers["Reply-To"] = clean.address(reply_to)
    return headers


def _unsubscribe(person: Person | None, address: str) -> str:
    token = keys.unsubscribe_token(person_id=person.pk if person else None, address=address)
    return keys.page("post:unsubscribe", person.language if person else "", token)


def full_url(url: str) -> str:
    """An address on this site as a mail needs it."""
    return settings.BASE_URL + url if url.startswith("/") else url


def _about(about: Any, hub_id: int | None, group_id: int | None) -> dict[str, Any]:
    names: dict[str, Any] = {"hub_id": hub_id, "group_id": group_id}
    if about is not None:
        label = about._meta.label_lower  # noqa: SLF001 - Django's public-by-convention name
        names |= {"about_type": label, "about_id": str(about.pk)}
    return names
