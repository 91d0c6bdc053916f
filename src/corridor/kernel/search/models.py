"""What is searchable, as search needs it: a projection that can be rebuilt from the rooms' own rows."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Now

from corridor.kernel.audience import Audience, Viewer, visible_filter

from .vectors import VectorField


def entries_visible_to(viewer: Viewer) -> models.Q:
    return visible_filter(viewer, hub="scope", group="scope")


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(entries_visible_to(viewer))


class SearchEntry(models.Model):
    """One record of some room. ``scope`` is the id of the hub or group that its audience means.

    ``facets`` holds ``name:code``; ``address`` is the page's path below the language; ``standing`` is the
    share of its score that counts.
    """

    kind = models.CharField(max_length=30)
    record_id = models.BigIntegerField()
    title = models.CharField(max_length=500)
    sort_title = models.CharField(max_length=500)  # casefolded, without accents
    address = models.CharField(max_length=300)
    audience = models.CharField(max_length=10, choices=Audience.choices)
    scope = models.BigIntegerField(null=True)
    facets = ArrayField(models.CharField(max_length=120), default=list)
    standing = models.FloatField(default=1.0)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "record_id"], name="search_entry_once")]
        indexes = [GinIndex(fields=["facets"], name="search_entry_facets")]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"


class SearchText(models.Model):
    """What a record says in one language. ``length`` counts its words, for BM25."""

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2)
    title = models.TextField()
    body = models.TextField()
    length = models.PositiveIntegerField(default=0)
    words = SearchVectorField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "language"], name="search_text_once")]
        indexes = [GinIndex(fields=["words"], name="search_text_words")]

    def __str__(self) -> str:
        return f"{self.language}: {self.title}"


class SearchPosting(models.Model):
    """How often a lexeme occurs in a text: BM25 is one grouped query over these."""

    text = models.ForeignKey(SearchText, on_delete=models.CASCADE, related_name="+", db_index=True)
    language = models.CharField(max_length=2)
    lexeme = models.CharField(max_length=100)
    frequency = models.PositiveIntegerField()

    class Meta:
        indexes = [
            models.Index(
                fields=["lexeme", "language"], include=["text", "frequency"], name="search_posting_word"
            )
        ]

    def __str__(self) -> str:
        return f"{self.lexeme} ({self.language}) {self.frequency}"


class SearchLexeme(models.Model):
    """The words there are, for correcting a misspelt one; a word that died out does no harm."""

    language = models.CharField(max_length=2)
    lexeme = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "lexeme"], name="search_lexeme_once")]
        indexes = [GinIndex(fields=["lexeme"], name="search_lexeme_trigrams", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.lexeme


class SearchPassage(models.Model):
    """A part of a text, small enough for one vector. ``vector`` is aligned across languages."""

    text = models.ForeignKey(SearchText, on_delete=models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField()
    body = models.TextField()
    digest = models.CharField(max_length=64, db_index=True)  # of what is encoded: title and body
    vector = VectorField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "position"], name="search_passage_once")]
        indexes = [
            models.Index(fields=["text"], condition=models.Q(vector=None), name="search_passage_waiting")
        ]

    def __str__(self) -> str:
        return self.body[:60]


class SearchConcept(models.Model):
    """A concept or official term that a record is about; ``found`` is the record's own word for it,
    empty where the record was tagged by hand. ``strength`` from 0 to 1."""

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="concepts")
    target = models.CharField(max_length=120)
    strength = models.FloatField()
    found = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "target"], name="search_concept_once")]
        indexes = [models.Index(fields=["target"], name="search_concept_target")]

    def __str__(self) -> str:
        return self.target


class SearchVector(models.Model):
    """The encoder's raw vector of a text, kept by the text's digest, so that nothing is encoded twice.

    ``raw`` is 384 float16 numbers.
    """

    model = models.CharField(max_length=60)
    role = models.CharField(max_length=7)
    digest = models.CharField(max_length=64)
    raw = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "role", "digest"], name="search_vector_once")]

    def __str__(self) -> str:
        return self.digest


class SearchAlignment(models.Model):
    """What was learnt for one language and model; ``texts`` is the digest of what it was learnt from."""

    model = models.CharField(max_length=60)
    language = models.CharField(max_length=2)
    texts = models.CharField(max_length=64)
    query_mean = models.BinaryField()
    passage_mean = models.BinaryField()
    matrix = models.BinaryField()
    discriminant = models.BinaryField()  # 384 weights and the bias that tell this language

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "language"], name="search_alignment_once")]

    def __str__(self) -> str:
        return f"{self.model} {self.language}"


class SearchMeaning(models.Model):
    """What a label or an everyday need means, as one vector free of language; 384 float32 numbers."""

    model = models.CharField(max_length=60)
    position = models.PositiveIntegerField()
    targets = ArrayField(models.CharField(max_length=120))
    example = models.JSONField()  # {language: text}
    vector = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "position"], name="search_meaning_once")]

    def __str__(self) -> str:
        return ", ".join(self.targets)


class SearchGeneration(models.Model):
    """One row whose number is another after every change of what search rests on, in the change's own
    transaction: an answer that was computed for a number holds as long as the number does.

    ``collection`` is the one of the Qdrant cluster that has every change since it was begun, but for those
    that wait, and ``next_collection`` the one that is being built; empty where there is none.
    """

    number = models.BigIntegerField(default=0)
    collection = models.CharField(max_length=80, blank=True)
    next_collection = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return str(self.number)


class SearchSegmentQuerySet(models.QuerySet["SearchSegment"]):
    def in_force(self) -> Self:
        """The oldest first."""
        return self.filter(learnt=learnt_last()).order_by("id")


class SearchSegment(models.Model):
    """A folder of columns that the worker wrote from these tables. ``learnt`` is the newest alignment at
    that time: vectors of another one cannot be compared with these."""

    name = models.CharField(max_length=32, unique=True)
    learnt = models.BigIntegerField()

    objects = SearchSegmentQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


def learnt_last() -> int:
    """The newest alignment, 0 before the first."""
    return SearchAlignment.objects.aggregate(newest=models.Max("pk"))["newest"] or 0


class SearchChange(models.Model):
    """A record of which the Qdrant cluster has not been told yet that it was written or removed."""

    kind = models.CharField(max_length=30)
    record_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id}"
