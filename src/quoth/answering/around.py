"""The sentences around one, over the borders of passages and, from one paragraph to the next, of blocks. Never over a heading or boilerplate."""

from __future__ import annotations

from quoth.answering.beside import NOTHING, Beside
from quoth.answering.items import is_quotable
from quoth.answering.pointing import ends_sentence, leaning_of
from quoth.text.languages import language_of
from quoth.types import Evidence, LanguageCode, Span

_PROSE = ("paragraph", "footnote")


class Around:
    """Looks for the neighbours of sentences in one version."""

    def __init__(self, item: Evidence, beside: Beside = NOTHING, language: LanguageCode = "en") -> None:
        """Set up.

        Args:
            beside: What else was read.
            language: Of the version.
        """
        self.leaning = leaning_of(language)
        self._split_sentences = language_of(language).split
        self._version = item.version
        self._beside = beside
        self._known = item.stored.passage.sentences
        self._found: dict[int, tuple[Span, ...]] = {}

    def sentences(self, place: int) -> tuple[Span, ...]:
        """Return the sentences of a block: as the passage has them, and split anew where it does not reach."""
        if place not in self._found:
            block = self._version.blocks[place]
            known = [span for span in self._known if block.span.holds(span)]
            if not known:
                spans = self._split(block.span)
            else:
                spans = (
                    *self._split(Span(block.span.start, known[0].start)),
                    *known,
                    *self._split(Span(known[-1].end, block.span.end)),
                )
            self._found[place] = spans
        return self._found[place]

    def score(self, sentence: Span) -> float:
        """Return how well a sentence answers; below everything for one that was not read."""
        return self._beside.score(self._version, sentence)

    def whole(self, sentence: Span, most: int) -> Span:
        """Return a sentence that was cut into pieces for its length as one again, if it is not beyond a limit."""
        place = self._version.place_at(sentence.start)
        if place is None or self._version.blocks[place].kind == "code":
            return sentence
        spans = self.sentences(place)
        if sentence not in spans:
            return sentence
        first = last = spans.index(sentence)
        text = self._version.text
        while first > 0 and not ends_sentence(spans[first - 1].of(text)):
            first -= 1
        while last + 1 < len(spans) and not ends_sentence(spans[last].of(text)):
            last += 1
        whole = Span(spans[first].start, spans[last].end)
        return whole if len(whole) <= most else sentence

    def before(self, span: Span, *, beyond: bool = True) -> Span | None:
        """Return the sentence right before a span; `beyond` its block only if both are prose of one section."""
        place = self._version.place_at(span.start)
        if place is None:
            return None
        earlier = [s for s in self.sentences(place) if s.end <= span.start]
        if earlier:
            return earlier[-1]
        if beyond and place > 0 and self._follow(place - 1, place):
            return next(reversed(self.sentences(place - 1)), None)
        return None

    def after(self, span: Span, *, beyond: bool = True) -> Span | None:
        """Return the sentence right after a span; `beyond` its block only if both are prose of one section."""
        place = self._version.place_at(span.end - 1)
        if place is None:
            return None
        later = [s for s in self.sentences(place) if s.start >= span.end]
        if later:
            return later[0]
        if beyond and place + 1 < len(self._version.blocks) and self._follow(place, place + 1):
            return next(iter(self.sentences(place + 1)), None)
        return None

    def _follow(self, one: int, other: int) -> bool:
        """Say whether a paragraph follows a paragraph, or a list that it may speak of, in the same section."""
        first, second = self._version.blocks[one], self._version.blocks[other]
        return (
            first.kind in (*_PROSE, "list_item")
            and second.kind in _PROSE
            and first.kind != "footnote"
            and is_quotable(first)
            and is_quotable(second)
            and first.heading_path == second.heading_path
        )

    def _split(self, span: Span) -> tuple[Span, ...]:
        if not span.of(self._version.text).strip():
            return ()
        return tuple(s.shifted(span.start) for s in self._split_sentences(span.of(self._version.text)))
