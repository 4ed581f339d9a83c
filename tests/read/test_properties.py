"""What holds for every text: spans are verbatim, nothing crashes, work grows with the text only."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.read.steps import steps
from tests.read.texts import read
from undercount.ledger import Reading
from undercount.units import (
    CLAIMANT_CLASSES,
    KINDS,
    MEASURES,
    QUANTIFIERS,
    REJECTIONS,
    STATUSES,
    UNITS,
)  # fmt: skip

WORDS = """
1 1,200 12% €3 40,000 2016 2016-17 3.5 one twelve hundred million half third doubled times fold
people refugees children lorries families of them the a in at since between and to from or per day
said says told police ministry Ana Sol who which , . ; : " “ ” « » ( ) — - ' ’ + % @a (@sol) №
doubled up rose by 40% citing told reaching dont whom last citant
according by report figures almost about over under more than aged May 5 Monday week nobody not
selon dit une quarantaine dizaines personnes près environ entre et ou la préfecture janvier 7 000
"""
VERBATIM = ("hedge", "population", "claimant", "artefact", "relay", "place", "period")
PIECES = st.sampled_from([*WORDS.split(), "\n", "\t"])


def _check(reading: Reading) -> None:
    text = reading.text
    ends = [0]
    for figure in reading.figures:
        assert figure.start is not None
        assert figure.end is not None
        assert figure.sentence_start is not None
        assert figure.sentence_end is not None
        assert text[figure.start : figure.end] == figure.surface
        assert figure.sentence_start <= figure.start < figure.end <= figure.sentence_end
        assert figure.start >= ends[-1]
        ends.append(figure.end)
        for name in VERBATIM:
            words, span = getattr(figure, name), figure.spans.get(name)
            assert (words is None) == (span is None), name
            assert span is None or text[slice(*span)] == words, name
        assert figure.low is not None
        assert figure.high is not None
        assert figure.low <= figure.high
        assert figure.value is None or figure.low - 1 <= figure.value <= figure.high + 1
        assert figure.kind in KINDS
        assert figure.unit in UNITS
        assert figure.measure in MEASURES
        assert figure.status in STATUSES
        assert figure.quantifier in QUANTIFIERS
        assert figure.claimant_class in CLAIMANT_CLASSES
    for trap in reading.rejected:
        assert text[trap.start : trap.end] == trap.surface
        assert trap.why in REJECTIONS
    spans = [(q.start, q.end) for q in reading.quotes] + [(p.start, p.end) for p in reading.posts]
    spans += [(claim.start, claim.end) for claim in reading.claims]
    spans += [(derived.start, derived.end) for derived in reading.derived]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    starts = {figure.start for figure in reading.figures}
    assert all(0 <= derived.low <= derived.high for derived in reading.derived)
    assert all(derived.of_start in starts for derived in reading.derived)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["en", "fr", "es"]))
def test_any_text_is_read_without_a_crash(text: str, language: str) -> None:
    _check(read(text, language))


@settings(max_examples=250, deadline=None)
@given(st.lists(PIECES, max_size=60).map(" ".join), st.sampled_from(["en", "fr", "es"]))
def test_any_jumble_of_its_own_words_is_read_without_a_crash(text: str, language: str) -> None:
    _check(read(text, language))


REPEATED = [
    "1% ", "1,111,", "111 ", "one hundred ", '"a ', "“", "said ", "(@", "— Name (@handle) Month ",
    "the ", "between ", "1\t", "a\n", "a. ", "; 12 said ", "X, who said, ", "people of ",
    "women, children and ", "section 12(1)(1) of ", "+1 ", "a@a.", "d'une quarantaine de ",
]  # fmt: skip


@pytest.mark.parametrize("piece", REPEATED)
def test_work_grows_no_faster_than_the_text(piece: str) -> None:
    size = 6_000
    read(piece)
    small, large = (steps(read, (piece * n)[:n]) for n in (size, 3 * size))
    assert large < 4.5 * small + 50_000


def test_a_page_of_bare_numbers_costs_little() -> None:
    # No word says what is counted, so there is no figure to build: 60 kB take well below a second.
    text = ("1% " * 20_000)[:60_000]
    read("1% ")
    assert steps(read, text) < 15 * len(text)
    assert read(text).figures == ()


@pytest.mark.parametrize(
    "piece", ["1", "a", "(", ".", "@", "-", "1,", "a-", "http://a", "'", "\u00a0"]
)
def test_patterns_end_on_long_rows_of_one_thing(piece: str) -> None:
    # A quadratic pattern would need minutes for 200,000 letters; a linear one does not notice.
    read((piece * 200_000)[:200_000])
