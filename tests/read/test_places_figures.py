"""Which place a figure of an invented text speaks of, in what role, and in what country."""

from __future__ import annotations

import pytest

from tests.read.texts import figure, read


@pytest.mark.parametrize(
    ("text", "surface", "place", "role"),
    [
        ("Some 300 people arrived in Lampedusa from Sfax.", "300", "Lampedusa", "at"),
        ("Some 300 people were displaced from Mueda.", "300", "Mueda", "from"),
        ("Some 300 people fled Khartoum for Egypt.", "300", "Khartoum", "from"),
        ("Some 300 people were moved to Zaatari.", "300", "Zaatari", "to"),
        ("Some 300 people crossed via Agadez.", "300", "Agadez", "via"),
        ("The storm hit Bobonong and left 250 people homeless.", "250", "Bobonong", "at"),
        ("Some 90 families live in southern areas of Abyei.", "90", "Abyei", "at"),
        ("Uganda hosts 900 refugees, mostly from South Sudan.", "900", "Uganda", "at"),
        ("Kakuma: 120 arrivals were counted, against 90 in Dadaab.", "120", "Kakuma", "at"),
        (
            "In Rubkona County, Unity State, 540 people left their homes for higher ground.",
            "540",
            "Rubkona County",
            "at",
        ),
        ("The island's two clinics treated 40 people.", "40", "island", "at"),
    ],
)
def test_the_words_before_a_place_tell_its_role(
    text: str, surface: str, place: str, role: str
) -> None:
    found = figure(text, surface)
    assert (found.place, found.place_role) == (place, role)


def test_french_prepositions_tell_it_too() -> None:
    found = figure("Plus de 300 personnes ont quitté Calais.", "300", "fr")
    assert (found.place, found.place_role, found.region) == ("Calais", "from", "FR-HDF")
    text = "Environ 200 personnes ont été évacuées de la jungle de Calais vers des centres."
    found = figure(text, "200", "fr")
    assert (found.place, found.place_role) == ("jungle de Calais", "from")


def test_the_span_of_a_place_is_verbatim_and_its_codes_are_known() -> None:
    reading = read("In Sfax 40 people slept outside. In Goma, North Kivu, 50 people did.")
    for found in reading.figures:
        start, end = found.spans["place"]
        assert reading.text[start:end] == found.place
    assert [(f.country, f.region) for f in reading.figures] == [
        ("TUN", "TN-61"), ("COD", "CD-NK"),
    ]  # fmt: skip


def test_a_sentence_without_a_place_takes_over_the_one_before() -> None:
    found = figure("Interviews took place in Medenine. Some 22 people were questioned.", "22")
    assert found.place == "Medenine"


def test_another_paragraph_takes_over_nothing() -> None:
    assert figure("It rained in Medenine.\n\nSome 22 people were questioned.", "22").place is None


def test_a_subset_keeps_the_place_of_its_whole() -> None:
    text = "Some 22 people were questioned in Medenine.\n\nA little over half of them were women."
    assert figure(text, "half").place == "Medenine"


def test_the_place_of_a_subset_is_not_that_of_the_whole() -> None:
    assert figure("On Monday 6 people died, five of them at the quay.", "6").place is None


def test_a_comparison_speaks_of_the_same_place() -> None:
    text = "Police found 230 people in Kent along the M20, against 119 people a year earlier."
    assert figure(text, "119").place == figure(text, "230").place


def test_that_building_is_the_one_named_before() -> None:
    text = "They were held in a warehouse near Zawiya. Some 14 people died in that building."
    assert figure(text, "14").place == "warehouse near Zawiya"


def test_a_dateline_is_where_the_reporter_sat() -> None:
    text = "CALAIS, 31 August (Wire) - At least 11 people drowned off Lesvos."
    assert figure(text, "11").place == "Lesvos"


def test_villages_that_are_counted_are_no_place() -> None:
    text = "Some 19 families were displaced from Mueda after attacks on six villages."
    assert figure(text, "19").place == "Mueda"


def test_ministers_and_sectors_are_no_places() -> None:
    assert figure("The Minister for Integration counted 40 people.", "40").place is None
    assert figure("Shelter: 40 households sleep outside.", "40").place is None


def test_a_facility_lies_where_the_text_last_was() -> None:
    found = figure("It rained in Sfax. The morgue received 40 bodies on Tuesday.", "40")
    assert (found.place, found.country, found.region) == ("morgue", "TUN", "TN-61")


def test_a_text_of_one_country_tells_the_country_of_what_has_no_place() -> None:
    assert figure("Chinese officials said 40 people were moved.", "40").country == "CHN"
    assert figure("Officials said 40 people were moved.", "40").country is None
    assert figure("Some 40 Syrian refugees were moved.", "40").country is None


def test_tables_tell_country_and_region() -> None:
    text = "Arrivals by town, 2021\nTown\tPersons\nSfax\t40\nGabès\t50\n"
    told = [(f.place, f.country, f.place_role) for f in read(text).figures if f.origin == "table"]
    assert ("Sfax", "TUN", "at") in told
