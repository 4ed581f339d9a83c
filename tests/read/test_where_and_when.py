"""How far the words of a place and a time go, and which figures take them over."""

from __future__ import annotations

import pytest

from tests.read.texts import figure


@pytest.mark.parametrize(
    ("text", "surface", "language", "place"),
    [
        ("Some 31 men slept in a corridor beside the laundry room, which has no door.", "31", "en",
         "corridor beside the laundry room"),
        ("At the guest hall on Quarry Street, 45 people were resting.", "45", "en",
         "guest hall on Quarry Street"),
        ("The municipal stadium was fitted out for 700.", "700", "en", "municipal stadium"),
        ("At the depot 61 people were in custody for more than a year.", "61", "en", "custody"),
        ("Une salle du centre de rétention de Pontarlier abritait 36 personnes.", "36", "fr",
         "centre de rétention de Pontarlier"),
        ("En la residencia sanitaria de Calama permanecían 236 personas.", "236", "es",
         "residencia sanitaria de Calama"),
        ("En el asentamiento dormían 215 personas.", "215", "es", "asentamiento"),
        ("She filled a school exercise book with 113 names.", "113", "en", None),
        ("In March the Coast Guard stopped 27 vessels.", "27", "en", None),
    ],
)  # fmt: skip
def test_the_words_of_a_place(text: str, surface: str, language: str, place: str | None) -> None:
    assert figure(text, surface, language).place == place


def test_a_bullet_takes_the_place_of_the_title() -> None:
    text = (
        "Northern Mali: families on the move again\n\nWhat is needed\n"
        "- tents for 640 people\n- Gao – 212 families are waiting\n"
    )
    assert figure(text, "640").place == "Northern Mali"
    assert figure(text, "212").place == "Gao"


def test_there_points_back_within_the_paragraph() -> None:
    text = "The number of beds at Calais will be raised. The inspector logged 26 complaints there."
    assert figure(text, "26").place == "Calais"


@pytest.mark.parametrize(
    ("text", "surface", "language", "period"),
    [
        ("On the evening we arrived, 41 men were asleep.", "41", "en", "evening we arrived"),
        ("Between October and our visit 54 residents walked out.", "54", "en",
         "Between October and our visit"),
        ("A doctor found 70 people there last Friday.", "70", "en", "last Friday"),
        ("In one week we lost four children.", "four", "en", "one week"),
        ("Courts sentenced 58 defendants under the 2015 Act last year.", "58", "en", "last year"),
        ("They are 22 signatories of the 2016 peace agreement.", "22", "en", None),
        ("En dix jours, la maison a reçu 14 femmes.", "14", "fr", "dix jours"),
        ("Hace un lustro eran 40 familias.", "40", "es", "Hace un lustro"),
        ("Vivían allí 500 personas en vísperas del desalojo.", "500", "es",
         "vísperas del desalojo"),
    ],
)  # fmt: skip
def test_the_words_of_a_time(text: str, surface: str, language: str, period: str | None) -> None:
    assert figure(text, surface, language).period == period


def test_a_sentence_without_figures_dates_what_happened_in_the_next() -> None:
    text = "Police emptied a camp on Thursday. They said 134 people were put on buses."
    assert figure(text, "134").period == "Thursday"


def test_the_time_of_a_speaker_is_none_of_the_figure() -> None:
    text = "An officer who spent the weekend at sea said 38 people drowned on Friday."
    assert figure(text, "38").period == "Friday"


def test_a_day_in_the_head_of_a_report_is_that_of_its_bullets() -> None:
    text = "Floods: update 4\nAs of 18:00, 21 May 2022\n\n- Dead: 62 people.\n"
    assert figure(text, "62").period == "As of 18:00, 21 May 2022"
