"""Population, measure, status and claimant of invented sentences, each for one rule."""

from __future__ import annotations

import pytest

from tests.read.texts import figure, read

MEASURES = [
    ("Some 900 people are waiting at the gate.", "900", "stock"),
    ("At least 300 families have been sleeping outside since May.", "300", "stock"),
    ("More than 70,000 people have crossed the river since May.", "70,000", "cumulative"),
    ("There had been fourteen in the boat.", "fourteen", "stock"),
    (
        "Fifteen thousand foreigners, the leaflets say, are living in the hills.",
        "Fifteen thousand",
        "stock",
    ),
    ("Hundreds of women held in a depot near Sarn", "Hundreds", "stock"),
    ("In 2019, 4,800 people were held for more than a day.", "4,800", "flow"),
    ("On Monday night 60 people slept in the hall.", "60", "stock"),
    ("The shelter housed 480 on Tuesday.", "480", "stock"),
    ("The town has roughly 8,000 on its rolls.", "8,000", "stock"),
    ("A further 120 people are believed to have drowned.", "120", "cumulative"),
    ("Aid workers put the number of people stranded on the island at 3,400.", "3,400", "stock"),
    ("Asked whether 700 people had left, the governor said nothing.", "700", "flow"),
    ("The mission has dug 30 wells.", "30", "cumulative"),
    ("The depot was laid out for 500.", "500", "capacity"),
    ("The depots are gazetted for 1,300 people.", "1,300", "capacity"),
    ("A school built for 240 pupils took them in.", "240", "capacity"),
    ("Of the beds, 310 places were occupied on Friday.", "310", "stock"),
    ("The agency will open 150 further places before June.", "150", "target"),
    ("The agency told us it would train 40 officers.", "40", "target"),
    ("The ministry would like 900 of them to leave.", "900", "target"),
    ("Sarn: 40,000 refugees to be moved before the rains", "40,000", "target"),
    ("The mayor asked for 300 cots and received 80.", "80", "flow"),
    ("Arrivals were 4 percent above those of May.", "4 percent", "change"),
    ("Police stopped 900 vans, 20 percent fewer than in 2019.", "20 percent", "change"),
    ("Some 900 people crossed, half as many as in the week before.", "half", "change"),
    ("Officials put the increase on last year at 30 per cent.", "30 per cent", "change"),
    ("The daily population had dropped by about a tenth.", "a tenth", "change"),
    ("For each one we write down, there are two behind the hill.", "two", "rate"),
    ("Tents are standing, each shared by nine people.", "nine", "rate"),
    ("We hear from ten callers for every one who files a complaint.", "ten", "rate"),
    ("Average daily crossings: 6,100", "6,100", "rate"),
    ("Registered refugees: 212,400", "212,400", "stock"),
    ("New arrivals this month: 3,180", "3,180", "flow"),
    ("One toilet for 60 men, says Ana Sol.", "60", "rate"),
]


@pytest.mark.parametrize(("text", "surface", "measure"), MEASURES)
def test_measure(text: str, surface: str, measure: str) -> None:
    assert figure(text, surface).measure == measure


FRENCH = [
    ("412 personnes y vivaient encore.", "412", "stock"),
    ("Quarante habitants sont montés dans les bus.", "Quarante", "flow"),
    ("Environ 900 exilés dorment dehors.", "900", "stock"),
    ("Les arrivées ont reculé d'un dixième.", "un dixième", "change"),
    ("Nous demandons :\n- l'ouverture de 800 places ;", "800", "target"),
]


@pytest.mark.parametrize(("text", "surface", "measure"), FRENCH)
def test_measure_in_french(text: str, surface: str, measure: str) -> None:
    assert figure(text, surface, "fr").measure == measure


POPULATIONS = [
    ("The agency needs 3,000 family tents.", "3,000", "family tents"),
    ("No more than one in six of that year's transfers was late.", "one in six", "transfers"),
    ("About one patient in five is from abroad.", "one patient in five", "patient"),
    ("Britons came first, followed by Albanians (4,052) and Kurds.", "4,052", "Albanians"),
    ("Of the boats, 40 were empty and 12 of them were trawlers.", "12", "trawlers"),
    ("More than half of the Burmese are Rohingya.", "half", "Rohingya"),
    ("We sampled one in five of those entries.", "one in five", "entries"),
    ("It brings to 1,084 the number of arrivals in May.", "1,084", "arrivals"),
    ("The delegate reports 31 deaths from measles.", "31", "deaths from measles"),
    ("The guards logged 611 incidents involving force.", "611", "incidents involving force"),
    (
        "The count found 2,400 residents, four percent of the population.",
        "four percent",
        "residents",
    ),
    ("How many officers had been trained? Sixty, says the ministry.", "Sixty", "officers"),
    ("Burials, he added, used to number three or four a year.", "three or four", "Burials"),
    ("The block was meant for 120.", "120", None),
    ("Unaccompanied children identified: 763", "763", "Unaccompanied children"),
    ("Households registered at Sarn to date: 41,318", "41,318", "Households"),
    ("Police held 8,700 people, of whom 110 were minors. We arrived at 9,000.", "9,000", "people"),
]


@pytest.mark.parametrize(("text", "surface", "population"), POPULATIONS)
def test_population(text: str, surface: str, population: str | None) -> None:
    assert figure(text, surface).population == population


FRENCH_POPULATIONS = [
    ("Il a enterré deux compagnons de route.", "deux", "compagnons de route"),
    ("Elle évoque des dizaines de cas de gale.", "dizaines", "cas de gale"),
    ("La liste compte 2 600 hommes seuls.", "2 600", "hommes seuls"),
    ("On a vu 90 exilés abandonnés au bord de la piste.", "90", "exilés"),
    ("On a évacué 200 personnes vulnérables d'ici au 15 mai.", "200", "personnes vulnérables"),
    ("La ville abrite 900 demandeurs d'asile.", "900", "demandeurs d'asile"),
]


@pytest.mark.parametrize(("text", "surface", "population"), FRENCH_POPULATIONS)
def test_population_in_french(text: str, surface: str, population: str) -> None:
    assert figure(text, surface, "fr").population == population


STATUSES = [
    ('"Not 300, and not in one year," the minister replied.', "300", "denied"),
    ("Reports that 5,000 were turned back are not correct, the monitors say.", "5,000", "denied"),
    ("A registration found 200 people there on 31 May.", "200", "asserted"),
    (
        "The spokesman did not mind the estimate but denied that 2,000 people had left.",
        "2,000",
        "denied",
    ),
    ("WHAT WE ARE ASKING FOR\n- 3,000 tents by June", "3,000", "target"),
]


@pytest.mark.parametrize(("text", "surface", "status"), STATUSES)
def test_status(text: str, surface: str, status: str) -> None:
    assert figure(text, surface).status == status


def test_what_is_said_beside_a_denial_is_not_denied() -> None:
    text = "Police denied that 30 protesters had been shot, saying two had died."
    assert [f.status for f in read(text).figures] == ["denied", "asserted"]


def test_what_follows_a_denial_and_a_colon_is_said() -> None:
    text = "Le maire dément que quarante mineurs aient dormi dehors : nous en avons eu deux."
    assert figure(text, "quarante", "fr").status == "denied"
    assert figure(text, "deux", "fr").status == "asserted"


CLAIMANTS = [
    (
        "An officer who has served here for eleven years told me that 40 people cross.",
        "40",
        "officer",
    ),
    ("Community elders in Bel Kand think that 500 people came.", "500", "Community elders"),
    (
        "Of the group, 91 were children, said the district fisheries office, which saw them.",
        "91",
        "district fisheries office",
    ),
    (
        '"Nine roofs are gone," its deputy mayor, Ana Sol, said by telephone. Dozens of people are '
        "missing, she added.",
        "Dozens",
        "Ana Sol",
    ),
    ("Mayor Ana Sol does not trust the log. She has asked for 300 cots.", "300", "Ana Sol"),
    (
        "Officer Ana Sol cautioned that lists differ. Even so, 900 people came ashore.",
        "900",
        "Ana Sol",
    ),
    (
        "The trade union spoke. The government hopes to bring the backlog below 10,000.",
        "10,000",
        "government",
    ),
    ("A joint registration with the relief commission found 200 people.", "200", None),
]


@pytest.mark.parametrize(("text", "surface", "claimant"), CLAIMANTS)
def test_claimant(text: str, surface: str, claimant: str | None) -> None:
    assert figure(text, surface).claimant == claimant


def test_an_incise_by_its_place_names_the_speaker() -> None:
    text = "« Deux cents hommes attendent dehors », s'emporte Ana Sol, coordinatrice."
    assert figure(text, "Deux cents", "fr").claimant == "Ana Sol"


def test_a_row_named_after_a_nationality() -> None:
    text = (
        "Detainees, by nationality\nDepot\tSarn\tBel\nNationality\t2021\t2022\nBurmese\t81\t46\n"
        "Total\t90\t50\n"
    )
    rows = [(f.surface, f.population, f.place, f.period) for f in read(text).figures]
    assert rows == [
        ("81", "Burmese", "Sarn", "2021"), ("46", "Burmese", "Bel", "2022"),
        ("90", "Detainees", "Sarn", "2021"), ("50", "Detainees", "Bel", "2022"),
    ]  # fmt: skip


CLAIMS = [
    ("The Sarn agency counted 90 people, half as many as in the week before.", "trend_down"),
    ("Police stopped 900 vans in May, more than in any year since 2016.", "trend_up"),
    ("Many people were buried without being recorded.", "undercount"),
    ("The lists of refugees are padded with names entered more than once.", "overcount"),
    ("We were unable to reconcile the two figures.", "disputes"),
]


@pytest.mark.parametrize(("text", "kind"), CLAIMS)
def test_claim(text: str, kind: str) -> None:
    assert [claim.type for claim in read(text).claims] == [kind]


def test_a_wall_is_no_comparison() -> None:
    text = "Environ 4 600 personnes dorment contre les murs ; sept sur dix ont faim."
    assert not read(text, "fr").claims


ISSUERS = [
    (
        "SARN RELIEF NETWORK\nNews release, 15 May 2024\n\nWe have brought 118 people to safety.",
        "ngo",
    ),
    ("PRESS RELEASE\nUN Refugee Agency, Sarn, 20 June 2024\n\nSome 900 people are waiting.", "igo"),
    (
        "OFFICE OF THE AUDITOR GENERAL\nReport on removals\n\nWe arrived at 9,000 people.",
        "inspectorate",
    ),
    ("The Sarn Courier, 2 May 2024\n\nSome 900 people are waiting.", "journalist"),
]


@pytest.mark.parametrize(("text", "issuer"), ISSUERS)
def test_who_issued_a_document_speaks_where_nobody_else_does(text: str, issuer: str) -> None:
    assert [f.claimant_class for f in read(text).figures] == [issuer]
