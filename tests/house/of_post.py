"""One of everything that post has addresses for."""

from __future__ import annotations

from django.utils import timezone

from corridor.members.models import Hub
from corridor.people.models import Person
from corridor.post import feeds, keys
from corridor.post.answers import ask
from corridor.post.models import InboundMail, Letter, Notice, Suppression


def of_post(hub: Hub, anna: Person) -> dict[str, str]:
    """A notice, a letter, a question and a calendar of Anna's, and the operator's tables."""
    notice = Notice.objects.create(person=anna, kind="-", key="-", language="en", title="Something happened")
    letter = Letter.objects.create(
        to=anna.email, person=anna, language="en", kind="-", key="-", subject="Hello", text="Hello.",
        not_after=timezone.now(), state="sent",
    )  # fmt: skip
    question = ask(purpose="profile-still-right", about=hub, person=anna, language="en", key="-")
    feed = feeds.open_feed(by=anna)
    Suppression.objects.create(address="gone@example.org", obstacle="bounce")
    InboundMail.objects.create(digest="-", sender="eve@example.net", arrival="other")
    return {
        "notice": str(notice.pk),
        "letter": str(letter.uid),
        "question": question.plain_key,
        "feed": feed.plain_key,
        "unsubscribing": keys.unsubscribe_token(person_id=anna.pk, address=anna.email),
    }
