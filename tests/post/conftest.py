"""Kinds of mail that only these stories know, with templates beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from corridor.post.kinds import Kind, register_kind

NEWS = Kind("test-news", "News", "stories/news")
NEEDED = Kind("test-needed", "Needed", "stories/news", needs_answer=True)
BULLETIN = Kind("test-bulletin", "Bulletin", "stories/news", is_news=True)
SECRET = Kind("test-secret", "Invitation", "stories/news", is_secret=True)


@pytest.fixture(autouse=True)
def kinds_of_the_stories(settings, monkeypatch):
    from corridor.post import kinds

    monkeypatch.setattr(kinds, "_KINDS", dict(kinds._KINDS))
    for kind in (NEWS, NEEDED, BULLETIN, SECRET):
        register_kind(kind)
    engine = dict(settings.TEMPLATES[0])
    engine["DIRS"] = [Path(__file__).parent / "templates"]
    settings.TEMPLATES = [engine]
    settings.EMAIL_BACKEND = "corridor.post.backend.OutboxBackend"
    settings.EMBEDDER = "none"
