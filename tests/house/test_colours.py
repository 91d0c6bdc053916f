"""Of texts that look alike axe judges one: no mistake hides behind another text that passed."""

from __future__ import annotations

import pytest

from tests.conftest import CHROMIUM
from tests.house.colours import RULES, Colours
from tests.house.test_browser import axe  # noqa: F401 - a fixture

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's Chromium is not installed"),
]

PAGE = (
    '<html lang="en"><title>x</title><style>body {{ background: #fff; color: #111 }} h1 {{ color: #888 }}'
    "a {{ color: #00f }} button:disabled {{ color: #bbb; background: #ccc }}</style>"
    "<main><h1>Large and grey</h1>{}</main></html>"
)
GOOD = """<p class="a">Words</p><p>Words with <a href="/">a link</a> among them.</p>
<button class="b" disabled>Send it</button> <button class="b">Send it</button><a href="/x">Alone</a>"""
MISTAKES = {
    "pale": '<p class="a" style="color: #ccc">Words</p>',
    "on a dark ground": '<section style="background: #333"><div><p class="a">Words</p></div></section>',
    "half seen": '<div style="opacity: .4"><p class="a">Words</p></div>',
    "small": '<h1 style="font-size: 12px">Large and grey</h1>',
    "on a layer": '<div style="position: relative; height: 9em"><div style="position: absolute; inset: 0; '
    'background: #222"></div><p class="a" style="position: relative">Words</p></div>',
    "drawn over": '<div style="background: #222; height: 9em; width: 30em"></div>'
    '<p class="a" style="margin-top: -6em">Words</p>',
    "moved over": '<div style="background: #222; height: 9em; width: 30em"></div>'
    '<p class="a" style="position: relative; top: -6em">Words</p>',
    "dimmed": '<p class="a" style="color: rgb(17 17 17 / 30%)">Words</p>',
    "button": '<button class="b" style="color: #bbb; background: #ccc">Send it</button>',
    "field": '<label>Name <input value="Anna" style="color: #ccc"></label>',
    "link": '<p>Words with <a href="/" style="text-decoration: none; color: #222">a link</a> among them.</p>',
    "link among pale words": '<p style="color: #00c">Words with <a href="/" style="text-decoration: none">'
    "a link</a> among them.</p>",
}


@pytest.fixture
def judged(axe, chromium):  # noqa: F811
    """A page with the same texts as they should be was looked at before."""
    colours, page = Colours(), chromium.new_page()

    def show(body: str) -> list[list[str]]:
        page.set_content(PAGE.format(body))
        page.evaluate(axe)
        options = {"runOnly": RULES, "resultTypes": ["violations"]}
        own = page.evaluate("options => axe.run(document, options)", options)["violations"]
        told = [one.split(":")[0] for one in colours.mistakes(page, "light", 1280)]
        return [sorted(told), sorted(one["id"] for one in own for _ in one["nodes"])]

    assert show(GOOD) == [[], []]
    asked = colours.judged("light", 1280).asked
    assert show(GOOD.replace("Words", "Other words")) == [[], []]
    assert colours.judged("light", 1280).asked <= asked + 1  # axe does not judge what is disabled
    return show


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_what_axe_finds_is_found_after_texts_like_it(judged, mistake):
    told, axe_says = judged(GOOD + mistake)
    assert told
    assert told == axe_says


def test_a_mistake_is_told_on_every_page(judged):
    assert judged(GOOD + MISTAKES["pale"])[0] == ["color-contrast"]
    assert judged(MISTAKES["pale"])[0] == ["color-contrast"]
