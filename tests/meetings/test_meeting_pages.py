"""Meetings as those who come see them: when, where, and for whom."""

from __future__ import annotations

import re

from django.test import Client
from django.utils.html import strip_tags


def words(response) -> str:
    """The text of a page as one line."""
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_case_37_everybody_reads_the_time_where_they_are(coming, group, seven_hubs):
    at = f"/en/{group.slug}/meetings/{coming.pk}/"
    told = {one.person.time_zone: words(signed_in(one.person).get(at)) for one in seven_hubs}
    assert "13:00–14:30 your time (Lisbon) 14:00–15:30 in Brussels" in told["Europe/Lisbon"]
    assert "15:00–16:30 your time (Helsinki) 14:00–15:30 in Brussels" in told["Europe/Helsinki"]
    assert "13:00–14:30 your time (Canary) 14:00–15:30 in Brussels" in told["Atlantic/Canary"]
    assert "14:00–15:30 your time (Madrid)" in told["Europe/Madrid"]
    assert "in Brussels" not in told["Europe/Madrid"]
    assert "14:00–15:30 Brussels" in told["Europe/Brussels"]


def test_a_meeting_of_the_group_is_not_there_for_others(coming, group, carla, anna):
    at = f"/en/{group.slug}/meetings/{coming.pk}/"
    assert signed_in(anna).get(at).status_code == 200
    assert signed_in(carla).get(at).status_code == 404
    assert Client().get(at).status_code == 404
    assert Client().get(f"/en/another/meetings/{coming.pk}/").status_code == 404
