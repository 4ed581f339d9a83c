from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from undercount.registers.coded import Coded
from undercount.registers.countries.aliases import aliases, country
from undercount.registers.fold import digits_and_letters, fold
from undercount.registers.language import read_language
from undercount.registers.missing import known
from undercount.registers.nationality import read_nationality
from undercount.registers.sex import read_sex


@pytest.mark.parametrize(
    "text",
    ["NC", "n.d.", "N.D", "?", "??", "-", "--", "—", "inconnu", "Inconnue", "unknown", "UNKNOWN",
     "néant", "Neant", "xxx", "XXXX", "غير معروف", "مجهول", "N/A", "n/a", "#N/A", "non renseigné",
     "Non renseigné(e)", "desconocido", "sin datos", "se desconoce", "not known", "Unk.",
     "не известно", "NULL", "", "   ", "...", "\u200f", "አልታወቀም"],
)  # fmt: skip
def test_what_says_that_nothing_is_known(text: str) -> None:
    assert known(text) is None


@pytest.mark.parametrize("text", ["0000-00-00", "0", "00/00/0000", "9999", "99/99/9999"])
def test_numbers_that_say_nothing(text: str) -> None:
    assert known(text, number=True) is None
    assert known(text) == text


@pytest.mark.parametrize("text", ["Nada", "Nil", "Nan", "Null", "Na", "None Such", "Xena", "Inès"])
def test_names_that_look_like_such_words_stay(text: str) -> None:
    assert known(text, name=True) == text


@settings(deadline=None)
@given(st.text(max_size=30))
def test_what_is_known_has_something_to_read(text: str) -> None:
    told = known(text)
    assert told is None or any(char.isalnum() for char in told)
    assert told is None or known(told) == told


def test_numbers_and_places_are_compared_without_their_signs() -> None:
    assert digits_and_letters("+33 (0)6-12") == digits_and_letters("33 06 12") == "330612"
    assert digits_and_letters("ab-٣٤") == "AB34"
    assert fold("Saint-Étienne") == fold("SAINT ETIENNE") == "saint etienne"
    assert fold("سوريى") == fold("سوريي")


def _sexes(*values: str, header: str = "") -> tuple[list[str | None], dict[str, int]]:
    made, unknown, _ = read_sex(Coded.of(pa.array(values, pa.string())), header)
    return made.arrow().to_pylist(), unknown


@pytest.mark.parametrize(
    ("values", "read"),
    [
        (("1", "2", "0", "9"), ["m", "f", None, None]),  # ISO/IEC 5218
        (("H", "F"), ["m", "f"]),
        (("M", "F"), ["m", "f"]),
        (("M", "W"), ["m", "f"]),
        (("homme", "Femme", "MASCULIN", "féminin"), ["m", "f", "m", "f"]),
        (("hombre", "mujer"), ["m", "f"]),
        (("ذكر", "أنثى", "انثى"), ["m", "f", "f"]),
        (("муж.", "ж"), ["m", "f"]),
        (("Mr", "Mme", "Mlle"), ["m", "f", "f"]),
        (("Homme / Male", "F - Female"), ["m", "f"]),
        # Letters that only the column settles.
        (("H", "M"), ["m", "f"]),
        (("H", "M", "hembra"), ["f", "m", "f"]),
        (("H", "homme", "F"), ["m", "m", "f"]),
        (("V", "M", "mujer"), ["m", "f", "f"]),
        (("V", "M", "vrouw"), ["f", "m", "f"]),
        (("K", "M"), ["f", "m"]),
        (("K", "E"), ["f", "m"]),
        (("H", "F", "M"), ["m", "f", "m"]),
    ],
)
def test_sex_in_the_codes_of_many_bodies(values: tuple[str, ...], read: list[str | None]) -> None:
    assert _sexes(*values) == (read, {})


@pytest.mark.parametrize(
    ("values", "unknown"),
    [
        (("0", "1", "1"), {"0": 1, "1": 2}),  # some body's own code
        (("V", "M"), {"V": 1, "M": 1}),
        (("H", "hembra", "hombre"), {"H": 1}),
        (("F", "other", "U"), {"other": 1, "U": 1}),
    ],
)
def test_what_does_not_say_a_sex_is_listed(
    values: tuple[str, ...], unknown: dict[str, int]
) -> None:
    made, told = _sexes(*values)
    assert told == unknown
    assert [text for text, sex in zip(values, made, strict=True) if sex is None] == [
        text for text in values if text in unknown
    ]


def test_a_lone_m_follows_the_language_of_its_header() -> None:
    assert _sexes("M", header="sex")[0] == ["m"]
    assert _sexes("M", header="Sexo")[0] == [None]
    assert _sexes("M", "hombre", header="Sexo")[0] == ["f", "m"]


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("AFG", ["AFGHANE", "Afghan", "Afghanistan", "AFG", "AF", "afghans", "أفغاني", "أفغانية",
                 "afgana", "AF - Afghanistan", "Afghanistan (AFG)", "nationalité afghane"]),
        ("ERI", ["Érythrée", "ERYTHREENNE", "Eritrean", "eritreo", "إريترية", "اريتري"]),
        ("SDN", ["Soudan", "Soudanaise", "Sudanese", "السودان", "سوداني", "Republic of the Sudan"]),
        ("SSD", ["South Sudan", "Sud-Soudanais", "Soudan du Sud", "جنوب السودان"]),
        ("IRN", ["Iran (Islamic Republic of)", "Iranienne", "iraní", "إيراني"]),
        ("SYR", ["Syrian Arab Republic", "سوري", "سورية", "Syrie", "siria"]),
        ("COD", ["RDC", "DRC", "Congolaise (RDC)", "République démocratique du Congo"]),
        ("COG", ["Congo-Brazzaville", "République du Congo"]),
        ("NER", ["Niger", "Nigérien", "Nigérienne"]),
        ("NGA", ["Nigeria", "Nigerian", "Nigériane"]),
        ("GIN", ["Guinée", "Guinéenne", "République de Guinée", "Guinean"]),
        ("CIV", ["Côte d’Ivoire", "Ivoirienne", "Ivory Coast"]),
        ("VNM", ["Viet Nam", "Vietnamienne", "vietnamita"]),
        ("ETH", ["éthiopienne", "etíope", "Ethiopian", "إثيوبية"]),
        ("TUR", ["Türkiye", "Turque", "Turkish", "turca"]),
        ("GBR", ["UK", "British", "Britannique"]),
        ("XXA", ["apatride", "Stateless", "عديم الجنسية"]),
    ],
)  # fmt: skip
def test_a_country_in_its_usual_words(code: str, texts: list[str]) -> None:
    assert {text: country(text) for text in texts} == dict.fromkeys(texts, code)


@pytest.mark.parametrize(
    "text",
    ["Congo", "Congolese", "Korean", "Dominican", "Kurde", "French/Algerian", "zz"],
)
def test_what_may_mean_several_countries_or_none_is_not_guessed(text: str) -> None:
    assert country(text) is None


def test_the_codes_are_those_of_the_standard() -> None:
    # ISO 3166-1 of 2020 has 249; seven are of places where nobody is a citizen. Beside them Kosovo
    # (user-assigned) and statelessness (ICAO Doc 9303).
    codes = set(aliases().values())
    assert len(codes) == 249 - 7 + 2
    assert all(aliases()[code.lower()] == code for code in codes)
    two = [text for text in aliases() if len(text) == 2 and text.isascii()]
    assert len(two) >= 243


def _nationalities(*values: str) -> tuple[list[str | None], dict[str, int]]:
    made, unknown = read_nationality(Coded.of(pa.array(values, pa.string())))
    return made.arrow().to_pylist(), unknown


def test_codes_that_elsewhere_mean_not_known_are_read_by_the_column() -> None:
    assert _nationalities("ER", "SD", "NP", "NC") == (["ERI", "SDN", "NPL", None], {"NC": 1})
    assert _nationalities("Afghan", "SD", "NC") == (["AFG", None, None], {})
    assert _nationalities("SD") == ([None], {"SD": 1})


def test_small_words_are_no_codes_among_words() -> None:
    assert _nationalities("afghane", "si") == (["AFG", None], {"si": 1})
    assert _nationalities("er", "si") == (["ERI", "SVN"], {})


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("SDN", ["sudanesisch", "Sudanesin", "sudanese", "سودانی", "ሱዳናዊት"]),
        ("ETH", ["Äthiopierin", "äthiopische", "etiope", "ኢትዮጵያዊ", "ኢትዮጵያዊት"]),
        ("AFG", ["afghanische", "afegã", "افغانی"]),
    ],
)
def test_other_languages_of_lists(code: str, texts: list[str]) -> None:
    assert {text: country(text) for text in texts} == dict.fromkeys(texts, code)


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("arabic", ["Arabe", "árabe", "العربية", "ARA", "Arabisch"]),
        ("pashto", ["Pachto", "pashtu", "پښتو", "Pashtoun"]),
        ("tigrinya", ["Tigrigna", "ትግርኛ"]),
        ("kurdish sorani", ["Sorani", "Kurde (sorani)"]),
        ("arabic french", ["Arabe, Français", "arabe et français", "Arabic/French"]),
        ("moore", ["Mooré", "moore"]),  # not known here: as written
    ],
)
def test_a_language_has_one_name(name: str, texts: list[str]) -> None:
    assert {read_language(text) for text in texts} == {name}
