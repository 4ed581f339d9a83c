"""Names of places in invented sentences: what is one, how far it reaches, where it lies."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.read.steps import steps
from undercount.read.places.gazetteer import gazetteer, plain
from undercount.read.places.toponyms import locate, toponyms


def names(text: str, language: str = "en") -> list[str]:
    return [text[t.start : t.end] for t in toponyms(text, language)]


def codes(text: str, language: str = "en") -> list[tuple[str | None, str | None]]:
    return [(t.country, t.region) for t in toponyms(text, language)]


# The gazetteer


def test_its_countries_have_three_letters_and_its_regions_their_country() -> None:
    known = gazetteer()
    assert len(known) > 100_000
    assert all(len(code) == 3 and code.isupper() for code in known.alpha3.values())
    for name in ("goma", "zaatari", "sfax", "cabo delgado", "lampedusa", "calais"):
        found = known.find(name)
        assert found is not None
        assert found.entries[0].region is not None
        assert known.alpha3[found.entries[0].region[:2]] == found.entries[0].country


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Zaatari", "JOR"), ("Dadaab", "KEN"), ("Kutupalong", "BGD"), ("Moria", "GRC"),
        ("Kara Tepe", "GRC"), ("Grande-Synthe", "FRA"), ("La Linière", "FRA"), ("Bidibidi", "UGA"),
        ("Loon-Plage", "FRA"), ("Lóvua", "AGO"), ("Minawao", "CMR"), ("Choucha", "TUN"),
        ("Bajo Chiquito", "PAN"), ("Al Hol", "SYR"), ("Zamzam", "SDN"), ("Melkadida", "ETH"),
    ],
)  # fmt: skip
def test_camps_and_sites_are_known(name: str, country: str) -> None:
    found = gazetteer().find(plain(name))
    assert found is not None
    assert found.entries[0].country == country


@pytest.mark.parametrize("name", ["Sana’a", "Sana'a", "SANA’A", "sanaa"])
def test_one_name_has_one_plain_form(name: str) -> None:
    assert plain(name) == "sanaa"


# What a name reaches over


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rain fell in Kandahar province and Herat city.", ["Kandahar province", "Herat city"]),
        ("They live in Zaatari Refugee Camp, Jordan.", ["Zaatari Refugee Camp", "Jordan"]),
        ("It is dry in northern Mali and north-west Syria.", ["northern Mali", "north-west Syria"]),
        ("Roads to Goma, Beni and Butembo, North Kivu, are shut.",
         ["Goma", "Beni", "Butembo", "North Kivu"]),
        ("People of Cox’s Bazar and Sana’a wait.", ["Cox’s Bazar", "Sana’a"]),
        ("It rained in the Democratic Republic of Congo.", ["Democratic Republic of Congo"]),
        ("Syrians and Afghans are here.", ["Syrians", "Afghans"]),
    ],
)  # fmt: skip
def test_type_nouns_and_directions_belong_to_the_name(text: str, expected: list[str]) -> None:
    assert names(text) == expected


# What is a place


@pytest.mark.parametrize(
    "text",
    [
        "Nice people were reading, and the mobile phone was nice.",
        "Sofia Marchetti and Paris Hiller came late.",
        "Michael Jordan and Chad Barnes spoke first.",
        "They paid US$ 40 for bread.",
        "Same day, same place: Many said so. Since May it was March.",
        "Mr Lima and Mrs Florence Kent agreed.",
    ],
)
def test_words_persons_and_currencies_are_no_places(text: str) -> None:
    assert names(text) == []


def test_a_word_is_a_place_where_its_context_says_so() -> None:
    assert names("They moved from Nice to Reading, in England.") == ["Nice", "Reading", "England"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shots were heard in the Qorvanda Basta area of Kandahar.", "Qorvanda Basta"),
        ("Floods hit Ndombalu, Goma and Beni in North Kivu.", "Ndombalu"),
        ("The villages of Tersuk burned, Sudan said.", "Tersuk"),
        ("Some 40 families were displaced to Arkuneh.", "Arkuneh"),
    ],
)
def test_context_tells_names_that_no_list_holds(text: str, expected: str) -> None:
    assert expected in names(text)


# Which place it is


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They sailed from Tripoli. Benghazi was calm.", ("LBY", "LY-TB")),
        ("They sailed from Tripoli in Lebanon. Beirut was calm.", ("LBN", "LB-AS")),
        ("In Georgia, near Tbilisi, it snows.", ("GEO", None)),
        ("In Georgia and Alabama it rains. The United States sent boats.", ("USA", "US-GA")),
        ("From Goma, North Kivu, they walked.", ("COD", "CD-NK")),
    ],
)
def test_what_stands_around_it_tells_which(
    text: str, expected: tuple[str | None, str | None]
) -> None:
    assert codes(text)[0] == expected


def test_seas_have_no_country_and_nations_no_region() -> None:
    assert codes("On the central Mediterranean they met Tunisians.") == [
        (None, None),
        ("TUN", None),
    ]


def test_french_and_spanish_names_are_known() -> None:
    assert codes("Ils ont quitté Calais vers l'Angleterre.", "fr") == [
        ("FRA", "FR-HDF"), ("GBR", "GB-ENG"),
    ]  # fmt: skip
    assert codes("Llegaron a Lampedusa desde Túnez.", "es") == [("ITA", "IT-82"), ("TUN", None)]


def test_a_cell_of_a_table_is_located() -> None:
    assert locate("Cabo Delgado") == ("MOZ", "MZ-P")
    assert locate("Total") == (None, None)


# Any text

WORDS = """
Goma Sfax Georgia Jordan North South of the in from to and , . ( ) ' - ’s district province camp
Syria Syrian Kabul-Jalalabad Sana ’ a U . S $ Mr Nice area 40 \n Ndombalu Cox's Bazar via US A.
"""


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(st.sampled_from([*WORDS.split(), "\n", "\n\n"]), max_size=50).map(" ".join),
    ),
    st.sampled_from(["en", "fr", "es", "ar"]),
)
def test_spans_are_verbatim_in_order_and_apart(text: str, language: str) -> None:
    last = 0
    for name in toponyms(text, language):
        assert last <= name.start <= name.core_start < name.core_end <= name.end <= len(text)
        assert text[name.start : name.end].strip() == text[name.start : name.end]
        assert name.country is None or len(name.country) == 3
        last = name.end


@pytest.mark.parametrize(
    "piece",
    [
        "Goma, ",
        "Xyzzan, ",
        "North ",
        "in Goma ",
        "Kala-",
        "A.",
        "Al ",
        "'s ",
        "refugee ",
        "the (1), ",
    ],
)
def test_work_grows_no_faster_than_the_text(piece: str) -> None:
    toponyms(piece)
    small, large = (steps(toponyms, (piece * n)[:n]) for n in (4_000, 12_000))
    assert large < 3.6 * small + 20_000
