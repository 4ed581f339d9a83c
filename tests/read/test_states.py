"""People who are somewhere against what happened to them; counts that are none."""

from __future__ import annotations

import pytest

from tests.read.texts import figure, read

MEASURES = [
    ("On 11 October the prefecture counted 540 people by sight.", "540", "stock"),
    ("The charities found 540 people in the camp.", "540", "stock"),
    ("The prefecture speaks of around 540 people.", "540", "stock"),
    ("The prefecture gives 540 arrivals for May.", "540", "flow"),
    ("Two charities arrived at 540 residents.", "540", "stock"),
    ("The ministry counted 690 people, the highest official figure so far.", "690", "stock"),
    ("So far the ministry has counted 690 arrivals.", "690", "cumulative"),
    ("Between April and May 690 people were intercepted.", "690", "flow"),
    ("Between April and May 690 people were found in lorries.", "690", "flow"),
    ("Since then 90 adults were taken from the camp to a reception centre.", "90", "cumulative"),
    ("On Monday 90 adults were taken from the camp to a reception centre.", "90", "flow"),
    ("On Monday 90 adults were housed in a reception centre.", "90", "stock"),
    ("Enumerators counted 90 people arriving on foot.", "90", "flow"),
    ('"I counted 90 people who passed me," said Ana Sol.', "90", "flow"),
    ("They counted 90 people, 12% more than in May.", "12%", "change"),
    ("Some tried four times in a single night.", "four", "rate"),
    ("She walked into a hall where 640 people were sharing one tap.", "640", "stock"),
    ("The aid workers were treating 25 people.", "25", "stock"),
    ("The patrol stopped 17 boats in May, five more than in April.", "five", "change"),
    ("Departures fell by nearly three quarters.", "three quarters", "change"),
    ("On 3 May there were 190 people in the hall, 61 of whom were children.", "61", "stock"),
    ("Numbers should be cut to 350 by the autumn.", "350", "target"),
    ("The police deny that 40 people were left on a sandbank.", "40", "unknown"),
    ("Runaway labourers (some 4,000, a priest thinks) are told of in the hills.", "4,000", "stock"),
    ("In 2018 72 victims were formally identified.", "72", "flow"),
    ("The museum employs 94 guards.", "94", "stock"),
    ("On Monday 312 men were recorded in custody.", "312", "stock"),
    ("By Friday evening 480 people were camped at the well.", "480", "stock"),
    ("In the hall there were 90 people. A year earlier the total had been 70.", "70", "stock"),
    ("Up to five women were held to a cell.", "five", "rate"),
    ("There was one guard to 40 boys.", "40", "rate"),
    ("Ten people a night crossed, against 20 in June.", "20", "rate"),
    ("A further 90 places are, the ministry says, to be opened by May.", "90", "target"),
    ("Rations for 350 people are scheduled for Monday.", "350", "target"),
    ("More than twice the usual number of people came.", "twice", "change"),
    ("The school has pitched tents for 350 people.", "350", "capacity"),
    ("The post, with beds for 40, held 90 people.", "90", "stock"),
]


@pytest.mark.parametrize(("text", "surface", "measure"), MEASURES)
def test_measure(text: str, surface: str, measure: str) -> None:
    assert figure(text, surface).measure == measure


def test_a_number_said_of_another_year_keeps_the_measure() -> None:
    text = "In 2015 690 people were intercepted. In the same months of 2014 there were 90."
    assert figure(text, "90").measure == "flow"


@pytest.mark.parametrize("lead", ["of whom", "among them", "including"])
def test_a_part_is_measured_like_its_whole(lead: str) -> None:
    text = f"The charities counted 540 people, {lead} 65 children."
    assert figure(text, "65").measure == "stock"


@pytest.mark.parametrize(
    ("text", "surface", "language"),
    [
        ("Two charities disagree.", "Two", "en"),
        ("Two bodies have counted the people.", "Two", "en"),
        ("In one account they were cold.", "one", "en"),
        ("One person who tries again is counted twice.", "One", "en"),
        ("The two numbers measure one population.", "one", "en"),
        ("Deux comptages existent.", "Deux", "fr"),
    ],
)
def test_bodies_and_documents_are_no_population(text: str, surface: str, language: str) -> None:
    reading = read(text, language)
    assert reading.figures == ()
    assert (surface, "other") in [(trap.surface, trap.why) for trap in reading.rejected]


@pytest.mark.parametrize("text", ["Two bodies were found.", "One person drowned."])
def test_the_dead_are_counted(text: str) -> None:
    assert [found.unit for found in read(text).figures] == ["person"]


@pytest.mark.parametrize("name", ["UC-2016-02", "HO/17/244", "UC-CAL-16/7", "[57204/22]"])
def test_a_reference_is_one_whole(name: str) -> None:
    reading = read(f"Quote {name} in reply.")
    assert reading.figures == ()
    assert [(trap.surface, trap.why) for trap in reading.rejected] == [(name, "id")]


def test_a_noun_said_by_the_way_is_not_taken_over() -> None:
    text = "They counted 61 residents in June, when 22 enumerators were at work; 70 in July."
    assert figure(text, "70").population == "residents"


def test_three_times_is_no_population_to_take_over() -> None:
    text = "He is in the table three times. The figure was 400."
    assert figure(text, "400").population is None


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("The census of 11 to 18 October found 90 people.", "11 to 18 October"),
        ("The census, taken from 17 to 22 May, found 90 people.", "from 17 to 22 May"),
        ("In spring 2016 the census found 90 people.", "spring 2016"),
    ],
)
def test_period(text: str, period: str) -> None:
    assert figure(text, "90").period == period


STATUSES = [
    ("It is not the case that 33 children were removed.", "33", "denied"),
    ("An early report of 70 victims had been wrong.", "70", "denied"),
    ("Should the pass close, 80 villagers would be cut off.", "80", "hypothetical"),
    ("Were the road to reopen, planners foresee 80 arrivals.", "80", "hypothetical"),
    ("The government undertook to expel 900 people a week.", "900", "target"),
]


@pytest.mark.parametrize(("text", "surface", "status"), STATUSES)
def test_status(text: str, surface: str, status: str) -> None:
    assert figure(text, surface).status == status


def test_verbs_of_state_and_comparisons_of_other_languages() -> None:
    assert figure("En el cobertizo malvivían 310 personas.", "310", "es").measure == "stock"
    text = "Le pays compte 900 déplacés, soit deux fois plus qu'en janvier."
    assert figure(text, "deux fois", "fr").measure == "change"
    assert figure("Chez les sœurs, on logeait 190 femmes.", "190", "fr").measure == "stock"


@pytest.mark.parametrize(
    ("text", "surface", "measure"),
    [
        ("Les soldats étaient 200 ; ils seront 320 en mai.", "320", "target"),
        ("Soixante autres lits ouvriront en mai.", "Soixante", "target"),
        ("Y étaient présentes 74 personnes.", "74", "stock"),
        ("Les arrivées atteignent près du double du nombre de mai 2019.", "double", "change"),
    ],
)
def test_french_measures(text: str, surface: str, measure: str) -> None:
    assert figure(text, surface, language="fr").measure == measure


@pytest.mark.parametrize(
    ("text", "surface", "population"),
    [
        ("Those still locked in numbered 140.", "140", "Those still locked"),
        ("More than twice the usual number of people came.", "twice", "people"),
        ('Some 900 "illegals" were claimed.', "900", "illegals"),
        ("They fed 9,200 of a planned 15,000 people.", "9,200", "people"),
        ("Of 90 men, 58 were weavers and fewer than ten were lame.", "ten", "men"),
        ("The report tells of two deaths in custody.", "two", "deaths in custody"),
    ],
)
def test_population(text: str, surface: str, population: str) -> None:
    assert figure(text, surface).population == population


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Bring two copies.", "two"),
        ("A 16-page briefing is out.", "16"),
        ("The confidence level (95%) is high.", "95"),
        ("See Working Paper 31.", "31"),
    ],
)
def test_pages_and_copies_are_no_figures(text: str, surface: str) -> None:
    assert all(surface not in found.surface for found in read(text).figures)


def test_a_column_of_what_was_done_when_holds_flows() -> None:
    text = (
        "Miners set free at the ford\n\n"
        "Nationals of\tReceived 3-9 May\tFlown home by 9 May\nPeru\t877\t804\nChile\t430\t61\n"
    )
    found = figure(text, "877")
    assert (found.measure, found.period) == ("flow", "3-9 May")


def test_items_below_what_is_needed_are_targets() -> None:
    text = "What is needed now\n\n- shelter for 9,000 people\n- blankets for 700 families\n"
    assert {one.measure for one in read(text).figures} == {"target"}
