"""Each field of a figure is one click from its words, wherever they stand."""

from __future__ import annotations

import pytest

from tests.read.texts import read

SAMPLES = [
    (
        "Figures of the harbour police\n\nSome 40 people came in March. A further 12 drowned.",
        "12", {"claimant": "harbour police", "period": "March", "population": "people"},
    ),
    (
        "The mayor said 40 people slept in the Sarn camp. At least 12 were minors.",
        "12", {"claimant": "mayor", "place": "Sarn camp", "hedge": "At least"},
    ),
    (
        "According to the charity's census, 40 people live here.",
        "40", {"claimant": "charity", "artefact": "census", "population": "people"},
    ),
    (
        "Ana Sol runs the shelter. \u201cWe counted 40 men\u201d, said Ana Sol.",
        "40", {"claimant": "Ana Sol", "population": "men"},
    ),
    (
        "Arrivals by month\nMonth\tMen\tWomen\nMay\t40\t30\nSource: the Harbour Office\n",
        "40", {"claimant": "Harbour Office", "period": "May", "population": "Men"},
    ),
    (
        "one dizaines \u201c 1 1 1,200 \"", "1,200", {"claimant": "one"},
    ),
    (
        "Registered since 3 May: 40\n", "40", {"period": "since 3 May"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "surface", "fields"), SAMPLES)
def test_fields_stand_where_their_spans_say(
    text: str, surface: str, fields: dict[str, str]
) -> None:
    reading = read(text)
    found = next(figure for figure in reading.figures if figure.surface == surface)
    told = {name: reading.text[slice(*found.spans[name])] for name in fields}
    assert told == fields
