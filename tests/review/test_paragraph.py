"""What is shown around a figure."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from undercount.read.words.blocks import blocks
from undercount.read.words.sentences import sentences
from undercount.review.paragraph import LONGEST, Span, around

SENTENCE = "The invented harbour office counted {} people on quay {}."


def _around(text: str, words: str, *spans: str) -> Span:
    at = text.index(words)
    places = [(text.index(span), text.index(span) + len(span)) for span in spans]
    return around(lambda start, end: text[start:end], (at, at + len(words)), places)


def _paragraphs(n: int, each: int) -> str:
    rows = (" ".join(SENTENCE.format(1000 * i + j, j) for j in range(each)) for i in range(1, n))
    return "\n\n".join(rows)


def test_a_short_document_is_shown_whole() -> None:
    text = "A heading\n\nOne says 40. Another says 60.\n\nNobody else says a thing."
    assert _around(text, "One says 40.") == (0, len(text))


def test_of_a_long_one_whole_sentences_nearest_first() -> None:
    text = _paragraphs(30, 5)
    sentence = SENTENCE.format(15002, 2)
    start, end = _around(text, sentence)
    assert LONGEST - 2 * len(sentence) < end - start <= LONGEST
    assert text[start:end].startswith("The invented")
    assert text[start:end].endswith(".")
    before, behind = text.index(sentence) - start, end - text.index(sentence)
    assert abs(before - behind) < 3 * len(sentence)


def test_words_of_a_field_far_above_are_shown_where_they_fit() -> None:
    text = "Said by the ministry of quays. " + _paragraphs(3, 12)
    start, _ = _around(text, SENTENCE.format(2001, 1), "ministry of quays")
    assert start == 0
    far = "Said by the ministry of quays. " + _paragraphs(30, 5)
    start, end = _around(far, SENTENCE.format(29002, 2), "ministry of quays")
    assert start > 100
    assert SENTENCE.format(29002, 2) in far[start:end]


def test_a_sentence_longer_than_all_is_shown_whole() -> None:
    text = "So " + "many " * 500 + "people."
    assert _around(text, text) == (0, len(text))


@given(st.text(alphabet="ab 1.\n,", max_size=4000), st.integers(0, 4000))
def test_what_is_shown_holds_the_sentence_and_no_more_than_fits(text: str, at: int) -> None:
    found = [span for block in blocks(text) for span in sentences(text, block.start, block.end)]
    if not found:
        return
    sentence = found[at % len(found)]
    start, end = around(lambda first, last: text[first:last], sentence, [])
    assert 0 <= start <= sentence[0] < sentence[1] <= end <= len(text)
    assert end - start <= max(LONGEST, sentence[1] - sentence[0])
    # No sentence is shown by half.
    assert start in {0, *(a for a, _ in found)}
