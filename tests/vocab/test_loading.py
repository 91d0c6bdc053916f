"""The reference data arrives once, stays for every test, and follows its files."""

from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from corridor.kernel.errors import Refused
from corridor.kernel.journal import JournalEntry
from corridor.members.models import HubTag
from corridor.vocab import files
from corridor.vocab.actions import load_reference_data
from corridor.vocab.models import Concept, Country, EverydayNeed, OfficialList, Region, Term

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path) -> Path:
    """A copy of the data files, to change."""
    return Path(shutil.copytree(files.DATA, tmp_path / "data"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_the_tables_hold_what_the_files_say():
    source = files.shipped()
    assert Concept.objects.filter(in_force=True).count() == len(source.concepts)
    assert EverydayNeed.objects.count() == len(source.needs)
    assert Country.objects.count() == len(source.countries)
    assert Term.objects.count() == sum(len(official.terms) for official in source.lists)


def test_links_lead_to_rows():
    private = Concept.objects.get(slug="private-5g-network")
    assert list(private.broader.values_list("slug", flat=True)) == ["5g"]
    assert private in Concept.objects.get(slug="5g").narrower.all()
    assert [term.code for term in private.technologies.all()] == ["Communication network"]
    assert private in Concept.objects.get(slug="network-slicing").related.all()
    transport = Term.objects.get(code="Transport sector")
    assert Term.objects.get(code="Transport & Mobility") in transport.bridges.all()


def test_regions_know_their_parents_their_country_and_their_edition():
    tromso = Region.objects.get(code="NO072")
    assert (tromso.version, tromso.level, tromso.country_id) == ("2024", 3, "NO")
    assert (tromso.parent_id, tromso.parent.parent_id, tromso.parent.parent.parent_id) == (
        "NO07",
        "NO0",
        None,
    )
    assert Region.objects.get(code="EL30").country_id == "GR"
    assert Region.objects.get(code="UKN10").parent_id == "UKN0"
    assert Region.objects.get(code="UKN10").version == "2018"
    assert not Region.objects.filter(parent=None, level__gt=1).exists()


def test_a_second_load_does_nothing_in_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert load_reference_data().changed is False


def test_the_command_says_what_it_did():
    said = StringIO()
    call_command("load_reference_data", stdout=said)
    assert said.getvalue() == "Reference data: unchanged.\n"


def test_a_changed_label_arrives_and_is_journalled(folder):
    edit(folder / "connectivity" / "mobile.toml", 'fr = "réseau 5G privé"', 'fr = "réseau 5G à soi"')
    before = Concept.objects.get(slug="private-5g-network")
    loaded = load_reference_data(folder=folder)
    after = Concept.objects.get(slug="private-5g-network")
    assert (before.pk, after.labels["fr"]) == (after.pk, "réseau 5G à soi")
    entry = JournalEntry.objects.filter(verb="load-reference-data").first()
    assert entry.after == {"digest": files.digest_of(folder), **loaded.counts}


def test_a_new_version_of_a_list_leaves_the_terms_that_hubs_use(folder, hub):
    old = Term.objects.get(list__name="service-tags", slug="circular-economy")
    HubTag.objects.create(hub=hub, term=old)
    text = (folder / "official" / "service-tags.toml").read_text("utf-8")
    newer = text.replace('version = "2025-05"', 'version = "2027-01"')
    (folder / "official" / "service-tags-2027.toml").write_text(newer, "utf-8")

    load_reference_data(folder=folder)

    versions = OfficialList.objects.filter(name="service-tags").values_list("version", "in_force")
    assert dict(versions) == {"2025-05": False, "2027-01": True}
    assert hub.tags.get().term == old
    assert Term.objects.filter(list__name="service-tags", slug="circular-economy").count() == 2


def test_a_version_never_loses_a_term(folder):
    path = folder / "official" / "hub-kinds.toml"
    edit(path, 'code = "Seal of Excellence"', 'code = "Seal"')
    with pytest.raises(Refused, match="“Seal of Excellence”"):
        load_reference_data(folder=folder)
    assert load_reference_data().changed is False


def test_a_concept_without_a_file_goes_out_of_force_and_stays_with_its_hubs(folder, hub):
    concept = Concept.objects.get(slug="zigbee")
    hub.concepts.add(concept)
    for path in (folder / "connectivity").glob("*.toml"):
        path.write_text(path.read_text("utf-8").replace('"zigbee"', '"nfc"'), "utf-8")
    edit(folder / "connectivity" / "iot.toml", "[zigbee", "[old-radio")
    load_reference_data(folder=folder)
    concept.refresh_from_db()
    assert concept.in_force is False
    assert list(hub.concepts.all()) == [concept]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_the_data_survives_tests_with_real_transactions(turn):
    assert Concept.objects.filter(in_force=True).count() == len(files.shipped().concepts)
