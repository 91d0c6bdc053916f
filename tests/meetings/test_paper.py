"""Minutes on paper: tagged, in every language, to each reader what is theirs, and no text is run."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pypdf import PdfReader

from corridor.kernel.i18n.languages import CODES
from corridor.meetings.agenda.models import AgendaItem
from corridor.meetings.minutes import actions
from corridor.meetings.minutes.approving import approve_due
from corridor.meetings.minutes.models import Minutes, Passage
from corridor.meetings.minutes.paper.typesetting import typeset
from corridor.meetings.models import Invitation, Meeting, Vote
from corridor.meetings.registers import actions as registers
from corridor.meetings.votes.counting import count
from corridor.people.models import Person
from corridor.post.models import Letter

GROUP = "/en/smart-connectivity/"
HOSTILE = '#read("/etc/passwd") #import "@preview/x:1.0.0": * *b* $x$ <y> @z \\u{41} // no'
# Each alphabet with what is special about it; Bulgarian, Greek with its older accents, Maltese and so on.
ALPHABETS = (
    "Абвгдежзийклмнопрстуфхцчшщъьюя Ѝѝ",
    "Αβγδεζηθικλμνξοπρσςτυφχψω ΆΈΉΊΌΎΏ άέήίόύώ ϊϋ ΐΰ ᾶ",
    "Ċċ Ġġ Ħħ Żż Ąą Ćć Ęę Łł Ńń Óó Śś Źź Čč Ďď Ěě Ňň Řř Šš Ťť Ůů Žž Ĺĺ Ľľ Ŕŕ",
    "Őő Űű Ăă Ââ Îî Șș Țț Ţţ Đđ Āā Ēē Ģģ Īī Ķķ Ļļ Ņņ Ūū Ėė Įį Ųų Õõ Ää Öö Üü ẞß",
    "Åå Ææ Øø Éé Àà Çç Ññ Ïï Œœ ¿¡ «» „“ € – — … ½ × ≥",
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(group, series, dora, anna, hub) -> Meeting:
    """A meeting of the spring with approved minutes that the network may read, and all that belongs to it."""
    earlier = minutes_of(group, series, date(2026, 1, 12), "Winter plenary", "Before.")
    Minutes.objects.filter(pk=earlier.pk).update(audience="public")
    made = minutes_of(
        group, series, date(2026, 3, 12), "Spring plenary", "Narvik waits.\n\nTwo lines\nof one."
    )
    meeting = made.meeting
    Invitation.objects.create(meeting=meeting, person=anna, hub=hub, came=True)
    registers.note_decision(by=dora, meeting=meeting, text="We test in Narvik.", audience="network")
    registers.note_decision(by=dora, meeting=meeting, text="Only for us.")
    registers.note_action(by=dora, meeting=meeting, text="Ask the port.", owner=anna, due_on=date(2026, 5, 1))
    counted_vote(meeting)
    return meeting


def minutes_of(group, series, day: date, title: str, text: str) -> Minutes:
    meeting = Meeting.objects.create(
        group=group, series=series, held_on=day, title={"en": title}, place="Oslo"
    )
    item = AgendaItem.objects.create(meeting=meeting, title=f"The port, {title}")
    made = Minutes.objects.create(
        meeting=meeting, state="approved", approved_at=timezone.now(), audience="network"
    )
    Passage.objects.create(minutes=made, item=item, text=text)
    return made


def counted_vote(meeting: Meeting) -> None:
    now = timezone.now()
    told = {"vote": 1, "question": "Narvik?", "closed_at": "", "ballots": {}}
    result = count(votes={"yes": 2}, electorate=2, recused=0, quorum=1, majority="simple", **told)
    vote = Vote(meeting=meeting, question="Narvik?", quorum=1, opened_at=now, closes_at=now, counted_at=now)
    vote.result = result.as_json()
    vote.save()


def pdf(client, meeting: Meeting) -> PdfReader:
    return at(client, f"meetings/{meeting.pk}/minutes.pdf")


def at(client, page: str) -> PdfReader:
    answer = client.get(GROUP + page)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    return PdfReader(io.BytesIO(answer.content))


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def tags(node: Any) -> list[str]:
    """Every tag of the structure tree."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [tag for one in node for tag in tags(one)]
    if not isinstance(node, dict):
        return []
    return [str(node.get("/S", "")), *tags(node.get("/K", []))]


def test_the_paper_says_what_the_page_says_and_is_tagged(browser_of, anna, carla, eve, dora, told, coming):
    page = browser_of(anna).get(f"{GROUP}meetings/{told.pk}/minutes/").content.decode()
    assert f"{GROUP}meetings/{told.pk}/minutes.pdf" in page
    made = pdf(browser_of(anna), told)
    root: Any = made.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert made.metadata
    assert made.metadata.title == "Minutes: Spring plenary"
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert "pdfuaid:part" in xmp
    assert "pdfaid:conformance>A<" in xmp
    found = tags(root["/StructTreeRoot"])
    assert {"/Title", "/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/Link"} <= set(found)
    text = words(made)
    for said in (
        *("Smart Connectivity", "12 March 2026", "Oslo", "approved, by silence", "Winter plenary"),
        *("Nordlys", anna.name, "Narvik waits.", "Two lines", "D-2026-1", "We test in Narvik."),
        *("D-2026-2", "A-2026-1", "Ask the port.", "1 May 2026", "Carried. 2 for, 0 against", "1 / 1"),
    ):
        assert said in text, said
    outside = words(pdf(browser_of(carla), told))
    assert "D-2026-1" in outside
    for secret in (anna.name, "Only for us.", "Ask the port.", "Carried."):
        assert secret not in outside, secret
    assert eve.get(f"{GROUP}meetings/{told.pk}/minutes.pdf").status_code == 404
    draft = actions.open_minutes(by=dora, meeting=coming).meeting
    assert browser_of(carla).get(f"{GROUP}meetings/{draft.pk}/minutes.pdf").status_code == 404
    assert "being written" in words(pdf(browser_of(anna), draft))


def test_what_was_written_is_shown_as_typed_and_corrections_are_marked(
    browser_of, dora, anna, told, settings
):
    passage = told.minutes.passages.get()
    passage.refresh_from_db()
    text = f"{passage.text}\n\n{HOSTILE}"
    actions.correct_passage(by=dora, passage=passage, version=passage.version, text=text, reason=HOSTILE)
    said = words(pdf(browser_of(anna), told))
    assert said.count(HOSTILE) == 3  # in the text, as the reason, and as what was added
    assert "root:" not in said
    assert "[added:]" in said
    again = browser_of(anna).get(f"{GROUP}meetings/{told.pk}/minutes.pdf").content
    assert again == browser_of(anna).get(f"{GROUP}meetings/{told.pk}/minutes.pdf").content


def test_every_language_of_the_union_has_its_letters_and_a_strange_sign_stops_nothing(
    browser_of, anna, group, series
):
    letters = minutes_of(group, series, date(2026, 3, 12), "Letters", "\n\n".join(ALPHABETS)).meeting
    made = pdf(browser_of(anna), letters)
    xmp = made.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "pdfuaid:part" in xmp, "the standard refuses a sign that no font has"
    assert set("".join(ALPHABETS).replace(" ", "")) <= set(words(made))
    strange = "Narvik 漢字 \U0001fae8 \ue000 \u200f \x07 waits."
    signs = minutes_of(group, series, date(2026, 3, 13), "Signs", strange).meeting
    assert "waits." in words(pdf(browser_of(anna), signs))


def test_no_layout_reaches_outside_its_folder(tmp_path, monkeypatch):
    """Even where a layout itself asked for it."""
    from corridor.meetings.minutes.paper import typesetting

    secret = tmp_path / "secret.txt"
    secret.write_text("hidden")
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setattr(typesetting, "LAYOUTS", folder)
    for path in (str(secret), "../secret.txt", "/../secret.txt"):
        (folder / "bad.typ").write_text(f'#set document(title: "x")\n#read("{path}")')
        with pytest.raises(Exception, match=r"not found|escape the project root"):
            typeset("bad", {}, at=timezone.now())


def test_the_frame_is_in_the_language_of_the_reader(browser_of, anna, told):
    client = browser_of(anna)
    for language in CODES:
        made = client.get(f"/{language}/smart-connectivity/meetings/{told.pk}/minutes.pdf").content
        root: Any = PdfReader(io.BytesIO(made)).trailer["/Root"]
        assert root["/Lang"] == language


def test_a_year_on_paper_tells_each_reader_what_is_theirs(browser_of, anna, carla, eve, told):
    page = browser_of(anna).get(f"{GROUP}years/2026/").content.decode()
    assert f"{GROUP}years/2026.pdf" in page
    inside, network = at(browser_of(anna), "years/2026.pdf"), words(at(browser_of(carla), "years/2026.pdf"))
    assert inside.metadata
    assert inside.metadata.title == "The year 2026"
    for secret in ("Only for us.", "Ask the port."):
        assert secret in words(inside)
        assert secret not in network
    assert eve.get(f"{GROUP}years/2026.pdf").status_code == 404
    assert browser_of(anna).get(f"{GROUP}years/2020.pdf").status_code == 404


def test_the_mail_of_approved_minutes_begins_with_what_each_reader_has_to_do(dora, anna, ben, carla, coming):
    """Anna reads German in Helsinki; Carla and the guest Greta came from outside."""
    Person.objects.filter(pk=anna.pk).update(language="de", time_zone="Europe/Helsinki")
    Invitation.objects.create(meeting=coming, person=carla, came=True)
    for name, came in (("Greta", True), ("Gustav", None)):
        Invitation.objects.create(meeting=coming, name=name, address=f"{name}@example.net".lower(), came=came)
    registers.note_decision(by=dora, meeting=coming, text="We test\nin Narvik.", audience="public")
    registers.note_decision(by=dora, meeting=coming, text="Only for us.")
    registers.note_action(by=dora, meeting=coming, text="Ask the port.", owner=anna, due_on=date(2030, 5, 1))
    approve_by_silence(dora, coming, audience="public")
    mine, his, hers, guest = (
        mail_to(one) for one in (anna.email, ben.email, carla.email, "greta@example.net")
    )
    assert mine.text.index("A-20") < mine.text.index("Ask the port.") < mine.text.index("We test in Narvik.")
    assert "1. Mai 2030" in mine.text
    assert "15:00–16:30 (Helsinki)" in mine.text
    assert f"/de/smart-connectivity/meetings/{coming.pk}/minutes.pdf" in mine.text
    for letter in (his, hers, guest):
        assert "Ask the port." not in letter.text + letter.html
        assert "We test in Narvik." in letter.text
        assert "We test in Narvik." in letter.html
    assert "Only for us." in his.text
    for letter in (hers, guest):
        assert "Only for us." not in letter.text + letter.html
    assert f"/en/smart-connectivity/meetings/{coming.pk}/minutes/" in guest.text
    assert not Letter.objects.filter(to="gustav@example.net").exists()


def test_minutes_for_the_group_are_mailed_to_nobody_else(dora, anna, carla, coming):
    Invitation.objects.create(meeting=coming, person=carla, came=True)
    Invitation.objects.create(meeting=coming, name="Greta", address="greta@example.net", came=True)
    minutes = approve_by_silence(dora, coming, audience="group")
    assert mail_to(anna.email)
    assert not Letter.objects.filter(
        kind="minutes-approved", to__in=[carla.email, "greta@example.net"]
    ).exists()
    assert Minutes.objects.get(pk=minutes.pk).sent_at


def approve_by_silence(by, meeting: Meeting, *, audience: str) -> Minutes:
    minutes = actions.open_minutes(by=by, meeting=meeting)
    actions.open_for_comments(by=by, minutes=minutes, audience=audience)
    Minutes.objects.filter(pk=minutes.pk).update(comments_until=timezone.now() - timedelta(seconds=1))
    assert (approve_due(), approve_due()) == (1, 0)
    return minutes


def mail_to(address: str) -> Letter:
    """The only one."""
    return Letter.objects.get(kind="minutes-approved", to=address)
