"""What the network is given: every number once, with what stands before it."""

from __future__ import annotations

import numpy as np

from tests.read.texts import read
from undercount.read.model.mentions import COLUMNS, features, mentions_of
from undercount.read.model.windows import FLAGS, SIZE, windows
from undercount.read.model.wordpiece import END, LINE, NULL

SHORT = "The prefecture said 6,900 people lived there in 2016. Police stopped 40 men on Tuesday."
PARAGRAPH = (
    "The harbour office said that {0} people had arrived from the islands since the spring, and "
    "that {1} of them were children. Nobody in the town hall disputed it. The parish, which keeps "
    "a list of its own, counted {2} families in the old school.\n\n"
)
LONG = "Arrivals at Sarn rise\n\n" + "".join(
    PARAGRAPH.format(1000 + i, 100 + i, 20 + i) for i in range(20)
)


def test_a_text_without_numbers_has_no_window() -> None:
    assert list(windows(read("Nobody came."))) == []


def test_each_number_is_in_one_window() -> None:
    for text in (SHORT, LONG):
        reading = read(text)
        found = [m.start for window in windows(reading) for m in window.mentions]
        assert found == [mention.start for mention in mentions_of(reading)]
        assert len(found) >= 3


def test_a_number_points_at_its_own_pieces() -> None:
    for window in windows(read(LONG)):
        for mention, first, last in zip(window.mentions, window.first, window.last, strict=True):
            assert window.starts[first] <= mention.start < window.ends[first]
            assert window.starts[last] < mention.end <= window.ends[last]


def test_a_window_is_within_what_the_encoder_takes() -> None:
    several = list(windows(read(LONG)))
    assert len(several) > 2
    for window in several:
        assert len(window.ids) <= SIZE
        assert (window.ids[0], window.ids[-1]) == (NULL, END)
        inside = window.starts[1:-1]
        assert np.all(np.diff(inside) >= 0)


def test_a_later_window_begins_with_the_first_line() -> None:
    later = list(windows(read(LONG)))[1]
    assert later.starts[1] == 0
    assert list(later.ids).index(LINE) < 12
    # Enough stands before its first number to see who speaks.
    assert later.first[0] > 60


def test_hints_are_where_the_rules_found_the_words() -> None:
    reading = read(SHORT)
    (window,) = windows(reading)
    figure = reading.figures[0]
    assert figure.claimant == "prefecture"
    row = [m.start for m in window.mentions].index(figure.start or 0)
    first, last = window.hints[row, 1]
    assert reading.text[window.starts[first] : window.ends[last]] == "prefecture"
    flags = window.flags[first]
    assert flags[FLAGS.index("opens claimant")] == 1.0


def test_lines_and_sentences_are_counted() -> None:
    (window,) = windows(read("One line. Two sentences, 40 people.\nAnother line of 30 men."))
    assert window.lines.max() == 1
    assert window.sentences.max() >= 2


def test_features_say_what_the_rules_made_of_a_number() -> None:
    reading = read(SHORT)
    mentions = mentions_of(reading)
    table = features(mentions, "en")
    assert table.shape == (len(mentions), len(COLUMNS))
    for row, mention in zip(table, mentions, strict=True):
        assert row[COLUMNS["figure"]] == (mention.figure is not None)
        if mention.figure is not None:
            assert row[COLUMNS[f"measure {mention.figure.measure}"]] == 1.0
        elif mention.rejected is not None:
            assert row[COLUMNS[f"why {mention.rejected.why}"]] == 1.0
