"""What two people write at once: no word lost, and each guarantee of the engine over random texts."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.engines.merging import Clash, Merged, changes, joined, merge, paragraphs_of

# Few words, so that paragraphs repeat, move and look alike.
PARAGRAPH = st.lists(st.sampled_from(["port", "ship", "fog", "5G"]), min_size=1, max_size=3).map(" ".join)
TEXT = st.lists(PARAGRAPH, max_size=6).map(joined)
MANY = settings(max_examples=60, deadline=None, database=None)


def words(text):
    return set(text.split())


@MANY
@given(TEXT, TEXT, TEXT)
def test_nothing_that_either_side_wrote_is_lost(base, theirs, mine):
    merged = merge(base, theirs, mine)
    assert (words(theirs) | words(mine)) - words(base) <= words(merged.text)
    written = (set(paragraphs_of(theirs)) | set(paragraphs_of(mine))) - set(paragraphs_of(base))
    assert written <= set(merged.paragraphs)
    assert set(merged.paragraphs) <= {*paragraphs_of(base), *paragraphs_of(theirs), *paragraphs_of(mine)}


@st.composite
def edited(draw):
    """A base and two texts made of it by changing, deleting and inserting, often in the same places."""
    base = [f"item {n}" for n in range(draw(st.integers(0, 5)))]

    def side():
        made = list(draw(st.lists(PARAGRAPH, max_size=2)))
        for text in base:
            made += [[text], [], [draw(PARAGRAPH)]][draw(st.integers(0, 2))]
            made += draw(st.lists(PARAGRAPH, max_size=1))
        return joined(made)

    return joined(base), side(), side()


@MANY
@given(edited())
def test_merging_again_changes_nothing(texts):
    """In whatever order the texts come back."""
    base, theirs, mine = texts
    merged = merge(base, theirs, mine)
    assert merge(base, merged.text, mine).text == merged.text
    assert merge(base, theirs, merged.text).text == merged.text
    assert words(merged.text) >= (words(theirs) | words(mine)) - words(base)


@MANY
@given(TEXT, TEXT)
def test_where_one_side_did_nothing_the_result_is_exactly_the_others(base, text):
    loose = f"\n{text}  \n\n\n"
    assert merge(base, base, loose) == Merged(loose)
    assert merge(base, loose, base) == Merged(loose)
    assert merge(base, loose, loose) == Merged(loose)


@st.composite
def changed_in_different_places(draw):
    """A base of different paragraphs; each of them is changed by one side at most, or left alone."""
    size = draw(st.integers(1, 8))
    base = [f"paragraph {n}" for n in range(size)]
    theirs, mine = list(base), list(base)
    for n in range(size):
        who, what = draw(st.sampled_from([theirs, mine, []])), draw(st.sampled_from(["", "new words {n}"]))
        if who:
            who[n] = what.format(n=n)
    expected = [theirs[n] if theirs[n] != base[n] else mine[n] for n in range(size)]
    return [joined(text for text in side if text) for side in (base, theirs, mine, expected)]


@MANY
@given(changed_in_different_places())
def test_changes_to_different_paragraphs_never_clash_and_deletions_survive(sides):
    base, theirs, mine, expected = sides
    assert merge(base, theirs, mine) == Merged(expected)


@MANY
@given(st.lists(PARAGRAPH, max_size=4), st.lists(PARAGRAPH, max_size=4), st.integers(0, 3))
def test_insertions_at_one_place_are_all_kept_theirs_first(theirs, mine, place):
    base = ["first stop", "second stop", "third stop"]
    ours = [[*base[:place], *side, *base[place:]] for side in (theirs, mine)]
    merged = merge(joined(base), joined(ours[0]), joined(ours[1]))
    assert merged.clashes == ()
    assert [text for text in merged.paragraphs if text in base] == base
    for side in (theirs, mine):
        rest = iter(merged.paragraphs)
        assert all(text in rest for text in side)
    if not set(theirs) & set(mine):
        assert list(merged.paragraphs) == [*base[:place], *theirs, *mine, *base[place:]]


def test_two_versions_of_one_paragraph_stand_side_by_side():
    base = "Opening\n\nThe port is ready.\n\nClosing"
    theirs = base.replace("ready", "nearly ready")
    mine = base.replace("is ready", "was ready in May")
    merged = merge(base, theirs, mine)
    clash = Clash("The port is nearly ready.", "The port was ready in May.")
    assert merged == Merged(f"Opening\n\n{clash.theirs}\n\n{clash.mine}\n\nClosing", (clash,))
    assert merge(base, merged.text, mine) == Merged(merged.text)  # sent again, as the answer was lost
    assert changes(base, mine) == {"The port is ready.": clash.mine}


@pytest.mark.parametrize("gone", ["theirs", "mine"])
def test_a_deleted_paragraph_stays_where_the_other_side_changed_it(gone):
    base, kept, other = "A\n\nB is here.\n\nC", "A\n\nB is not here.\n\nC", "A\n\nC"
    sides = (other, kept) if gone == "theirs" else (kept, other)
    merged = merge(base, *sides)
    assert merged.text == kept
    assert merged.clashes == (
        Clash(**{gone: "", "mine" if gone == "theirs" else "theirs": "B is not here."}),
    )
    assert merge(base, "A\n\nB is here.\n\nC\n\nD", other).text == "A\n\nC\n\nD"


def test_empty_lines_at_the_end_stay_for_whoever_types_there():
    assert merge("A", "Zero\n\nA", "A\n\n").text == "Zero\n\nA\n\n"
    assert merge("A\r\n\r\nB", "A\n\nB\n\nC", "A\r\n\r\nB!").text == "A\n\nB!\n\nC"


def test_two_hundred_paragraphs_take_no_time_and_repeated_ones_cannot_make_it_slow():
    base = [f"Paragraph {n} about the port and its {n % 7} buoys, as agreed." for n in range(200)]
    theirs = [text + " Noted." if n % 5 == 0 else text for n, text in enumerate(base)]
    mine = [text.replace("port", "harbour") if n % 5 in (0, 1) else text for n, text in enumerate(base)]
    sides = joined(base), joined(theirs), joined([*mine, "The end."])

    def seconds(*texts):
        start = time.perf_counter()
        merged = merge(*texts)
        return time.perf_counter() - start, merged

    took, merged = min((seconds(*sides) for _ in range(5)), key=lambda one: one[0])
    assert (len(merged.paragraphs), len(merged.clashes)) == (241, 40)
    assert took < 0.02
    hostile = [joined("ab" * 5000), joined("ba" * 5000), joined("bab" * 3000)]
    assert seconds(*hostile)[0] < 2
