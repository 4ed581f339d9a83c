"""Where simulated people come from: shares, naming customs, languages, towns, words for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Group:
    """People of one origin who are named in one way.

    Attributes:
        culture: whose names.
        custom: which parts a name has. "chain": given, father, grandfather. "chain-family": these
            and a family name. "given-father": given and father. "given-family": given and family.
            "family-first": family, middle, given. "loose": given, often a second, at times a
            family name.
        share: of the origin's people.
        languages: (language, weight).
    """

    culture: str
    custom: str
    share: float
    languages: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """One country of origin. Shares are invented, in the order of a camp at the Channel.

    Attributes:
        code: ISO 3166 alpha-3.
        share: of all people.
        groups: those who share a culture of names, a custom and languages.
        in_families: share of people who travel with a parent, a child, a spouse or a sibling.
        birth_unknown: share of people who know the year of their birth at best.
        towns: spellings of each town, most populous first.
        words: the nationality as bodies write it: alpha-2, English, French, German, country.
    """

    code: str
    share: float
    groups: tuple[Group, ...]
    in_families: float
    birth_unknown: float
    towns: tuple[tuple[str, ...], ...]
    words: tuple[str, str, str, str, str]


def _towns(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(town.replace("_", " ").split("/")) for town in text.split())


ORIGINS: Final = (
    Origin(
        "AFG",
        0.25,
        (Group("afghan", "loose", 1.0, (("Pashto", 5), ("Dari", 5))),),
        0.22,
        0.40,
        _towns(
            "Jalalabad/Nangarhar/Djalalabad Kabul/Kaboul/Kabol Laghman Kunduz/Kundoz/Qunduz "
            "Baghlan Logar/Lowgar Ghazni/Gazni Herat/Hirat Mazar-e-Sharif/Mazar/Mazar_Sharif "
            "Kunar/Konar Parwan Khost/Khowst Takhar Paktia/Paktya Kandahar/Qandahar Wardak/Vardak"
        ),
        ("AF", "Afghan", "AFGHANE", "afghanisch", "Afghanistan"),
    ),
    Origin(
        "SDN",
        0.22,
        (
            Group(
                "arabic", "chain", 1.0, (("Arabic", 7), ("Fur", 1), ("Zaghawa", 1), ("Masalit", 1))
            ),
        ),
        0.03,
        0.35,
        _towns(
            "Nyala/Niyala El_Geneina/Geneina/Al_Junaynah El_Fasher/Fasher/Al_Fashir Khartoum "
            "Zalingei/Zalinje Omdurman/Oumdourman Kutum/Koutoum Kabkabiya/Kebkabiya Kadugli "
            "Kassala/Kasala Tawila/Tawilah Garsila El_Obeid/Obeid"
        ),
        ("SD", "Sudanese", "SOUDANAISE", "sudanesisch", "Sudan"),
    ),
    Origin(
        "ERI",
        0.15,
        (
            Group("habesha", "chain", 0.8, (("Tigrinya", 12), ("Saho", 1))),
            Group("arabic", "chain", 0.2, (("Tigre", 3), ("Arabic", 2), ("Tigrinya", 2))),
        ),
        0.08,
        0.20,
        _towns(
            "Asmara/Asmera Keren/Cheren Mendefera/Mendefera Dekemhare/Decamhare Senafe "
            "Adi_Keyh/Adi_Keih Ghinda/Ginda Massawa/Mitsiwa Barentu/Barento Segeneiti "
            "Adi_Quala/Adi_Kuala Areza/Areza Teseney/Tessenei"
        ),
        ("ER", "Eritrean", "ERYTHREENNE", "eritreisch", "Eritrea"),
    ),
    Origin(
        "ETH",
        0.09,
        (
            Group("oromo", "chain", 0.6, (("Oromo", 9), ("Amharic", 2))),
            Group("habesha", "chain", 0.4, (("Amharic", 6), ("Tigrinya", 3))),
        ),
        0.06,
        0.30,
        _towns(
            "Addis_Ababa/Addis_Abeba/Addis Harar/Harrar Jimma/Djimma Dire_Dawa/Diredawa "
            "Adama/Nazret Shashamane/Shashemene Nekemte/Naqamte Ambo Asella/Assela "
            "Gondar/Gonder Bale_Robe/Robe Mekelle/Makale"
        ),
        ("ET", "Ethiopian", "ETHIOPIENNE", "äthiopisch", "Ethiopia"),
    ),
    Origin(
        "IRQ",
        0.08,
        (
            Group("kurdish", "given-father", 0.75, (("Kurdish Sorani", 7), ("Kurdish Badini", 2))),
            Group("arabic", "chain-family", 0.25, (("Arabic", 1),)),
        ),
        0.50,
        0.08,
        _towns(
            "Erbil/Arbil/Hewler Sulaymaniyah/Sulaimani/Slemani Ranya/Rania Kirkuk/Kerkouk "
            "Dohuk/Duhok/Dahuk Baghdad/Bagdad Mosul/Mossoul Zakho/Zaxo Halabja "
            "Qaladze/Qaladiza Soran Basra/Bassorah"
        ),
        ("IQ", "Iraqi", "IRAKIENNE", "irakisch", "Iraq"),
    ),
    Origin(
        "IRN",
        0.05,
        (
            Group("persian", "given-family", 0.55, (("Farsi", 1),)),
            Group("kurdish", "given-family", 0.45, (("Kurdish Sorani", 6), ("Farsi", 3))),
        ),
        0.30,
        0.04,
        _towns(
            "Tehran/Teheran Sanandaj/Sanandadj Kermanshah/Kermanchah Mashhad/Meshed Ahvaz/Ahwaz "
            "Shiraz/Chiraz Isfahan/Esfahan/Ispahan Tabriz Marivan/Mariwan Piranshahr Urmia/Orumieh"
        ),
        ("IR", "Iranian", "IRANIENNE", "iranisch", "Iran"),
    ),
    Origin(
        "SYR",
        0.05,
        (
            Group("arabic", "given-family", 0.85, (("Arabic", 1),)),
            Group("kurdish", "given-family", 0.15, (("Kurdish Kurmanji", 5), ("Arabic", 2))),
        ),
        0.45,
        0.05,
        _towns(
            "Damascus/Damas/Dimashq Aleppo/Alep/Halab Daraa/Deraa/Dar'a Homs/Hims Idlib "
            "Latakia/Lattaquie Hama/Hamah Deir_ez-Zor/Deir_Ezzor Qamishli/Kamishli Kobani/Kobane "
            "Hasakah/Al_Hasaka"
        ),
        ("SY", "Syrian", "SYRIENNE", "syrisch", "Syria"),
    ),
    Origin(
        "VNM",
        0.04,
        (Group("vietnamese", "family-first", 1.0, (("Vietnamese", 1),)),),
        0.05,
        0.02,
        _towns(
            "Nghệ_An/Nghe_An Hà_Tĩnh/Ha_Tinh Quảng_Bình/Quang_Binh Hải_Phòng/Hai_Phong/Haiphong "
            "Hải_Dương/Hai_Duong Thanh_Hóa/Thanh_Hoa Hà_Nội/Hanoi/Ha_Noi Quảng_Ninh/Quang_Ninh"
        ),
        ("VN", "Vietnamese", "VIETNAMIENNE", "vietnamesisch", "Vietnam"),
    ),
    Origin(
        "ALB",
        0.04,
        (Group("albanian", "given-family", 1.0, (("Albanian", 1),)),),
        0.10,
        0.01,
        _towns(
            "Shkodër/Shkoder/Shkodra Tirana/Tiranë Kukës/Kukes Has/Krumë Dibër/Peshkopi/Diber "
            "Durrës/Durres Lezhë/Lezhe Elbasan Fier Vlorë/Vlora/Vlore Tropojë/Tropoja"
        ),
        ("AL", "Albanian", "ALBANAISE", "albanisch", "Albania"),
    ),
    Origin(
        "PAK",
        0.02,
        (Group("afghan", "loose", 1.0, (("Pashto", 6), ("Urdu", 4))),),
        0.05,
        0.20,
        _towns(
            "Peshawar/Peshavar Parachinar Bajaur/Bajour Swat/Sawat Lahore Gujrat/Gujarat "
            "Quetta/Ketta Kohat Mardan Karachi"
        ),
        ("PK", "Pakistani", "PAKISTANAISE", "pakistanisch", "Pakistan"),
    ),
    Origin(
        "KWT",
        0.01,
        (Group("arabic", "chain-family", 1.0, (("Arabic", 1),)),),
        0.30,
        0.15,
        _towns("Al_Jahra/Jahra/Jahraa Sulaibiya/Soulaibiya Kuwait_City/Kuwait Ahmadi/Al_Ahmadi"),
        ("KW", "Kuwaiti", "KOWEITIENNE", "kuwaitisch", "Kuwait"),
    ),
)
