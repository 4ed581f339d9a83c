"""The organisations that keep registers, each in its own way. All are invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Body:
    """One organisation and its register.

    Attributes:
        name: of the list.
        share: of all people on the list.
        columns: our field -> the register's column, in the register's order. Fields are those of
            `[registers]` in a project file.
        clerk: french, english or german ears.
        native: share of records whose names are written in the person's own script.
        birth: "day", "month", "year" or "age".
        day_format: how a day is written, such as "%d/%m/%Y".
        sexes: what is written for a man and for a woman.
        nationality: 0 alpha-2, 1 English, 2 French, 3 German, 4 the country.
        unknown: marks for what is not known.
        name_order: "given" or "family" first, where the name stands in one column.
        capitals: whether family names are in capitals.
        duplicates: share of the people on the list who have a second record.
        care: mean of the records' errors, 1 for an ordinary register.
        reach: what makes people likelier to be on the list, as logits: codes of origins, "minor",
            "woman", "family".
        id_format: of the record's number.
    """

    name: str
    share: float
    columns: Mapping[str, str]
    clerk: str
    birth: str
    sexes: tuple[str, str]
    nationality: int
    unknown: tuple[str, ...]
    id_format: str
    native: float = 0.0
    day_format: str = "%d/%m/%Y"
    name_order: str = "given"
    capitals: bool = False
    duplicates: float = 0.04
    care: float = 1.0
    reach: Mapping[str, float] = field(default_factory=dict)


BODIES: Final = (
    Body(
        name="clinic",
        share=0.25,
        columns={
            "id": "dossier",
            "name": "nom complet",
            "age": "âge",
            "birth": "né(e) le",
            "seen": "vu le",
            "sex": "sexe",
            "nationality": "nationalité",
            "language": "langue",
        },
        clerk="french",
        birth="age",
        sexes=("H", "F"),
        nationality=2,
        unknown=("NC", "?", "inconnu"),
        id_format="C{:05d}",
        duplicates=0.06,
        care=1.1,
        reach={"minor": -0.3, "woman": 0.5, "SDN": 0.3, "VNM": -0.6, "ALB": -0.6},
    ),
    Body(
        name="legal-aid",
        share=0.18,
        columns={
            "id": "ref",
            "given": "First name",
            "family": "Surname",
            "birth": "DOB",
            "age": "Age",
            "seen": "Date seen",
            "sex": "Sex",
            "nationality": "Nat",
            "place": "Town of origin",
            "phone": "Phone",
        },
        clerk="english",
        birth="day",
        sexes=("M", "F"),
        nationality=0,
        unknown=("n.d.", "-"),
        id_format="LA-{:05d}",
        duplicates=0.03,
        care=0.7,
        reach={"minor": 0.5, "AFG": 0.3, "IRN": 0.4, "VNM": -0.8, "ALB": -1.0},
    ),
    Body(
        name="census",
        share=0.32,
        columns={
            "id": "no",
            "given": "given",
            "father": "father",
            "family": "family",
            "birth": "birth year",
            "age": "age",
            "seen": "day",
            "sex": "gender",
            "nationality": "country",
            "language": "language",
            "address": "zone",
        },
        clerk="english",
        birth="year",
        sexes=("1", "2"),
        nationality=4,
        unknown=("?", "unknown", "-"),
        id_format="{}",
        native=0.5,
        duplicates=0.05,
        care=1.2,
        reach={"family": 0.5, "minor": 0.2, "VNM": -1.0, "ALB": -0.8},
    ),
    Body(
        name="shelter",
        share=0.20,
        columns={
            "id": "Nummer",
            "family": "Nachname",
            "given": "Vorname",
            "birth": "Geburtsdatum",
            "age": "Alter",
            "seen": "Aufnahme",
            "nationality": "Staatsangehörigkeit",
            "phone": "Telefon",
        },
        clerk="german",
        birth="day",
        day_format="%d.%m.%Y",
        sexes=("m", "w"),
        nationality=3,
        unknown=("unbekannt", "k.A."),
        id_format="N{:06d}",
        duplicates=0.04,
        reach={"minor": -0.4, "woman": 0.4, "ERI": 0.3, "family": 0.4},
    ),
    Body(
        name="school",
        share=0.12,
        columns={
            "id": "row",
            "name": "Name",
            "birth": "Year of birth",
            "age": "Age",
            "seen": "Enrolled",
            "sex": "Sex",
            "nationality": "Nationality",
            "place": "From",
        },
        clerk="english",
        birth="year",
        sexes=("male", "female"),
        nationality=1,
        unknown=("N/K", "?"),
        id_format="S{}",
        name_order="family",
        capitals=True,
        duplicates=0.08,
        care=1.3,
        reach={"minor": 1.0, "AFG": 0.3, "SDN": 0.3},
    ),
)
# Odds ratios of pairs of lists beyond what people's own chances explain: the clinic sends people
# to the lawyers; who sleeps in the shelter is less often met in the camp.
DEPENDENCE: Final = {("clinic", "legal-aid"): 1.5, ("census", "shelter"): 0.7}
