"""Where simulated people come from: shares, naming customs, languages, towns, words for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Origin:
    """One country of origin. Shares are invented, in the order of a camp at the Channel.

    Attributes:
        code: ISO 3166 alpha-3.
        share: of all people.
        cultures: (culture of the names, custom of the order, share) of each group.
        in_families: share of people who travel with a parent, a child, a spouse or a sibling.
        birth_unknown: share of people who know the year of their birth at best.
        languages: (language, weight).
        towns: spellings of each town, most populous first.
        words: the nationality as bodies write it: alpha-2, English, French, German, country.
    """

    code: str
    share: float
    cultures: tuple[tuple[str, str, float], ...]
    in_families: float
    birth_unknown: float
    languages: tuple[tuple[str, float], ...]
    towns: tuple[tuple[str, ...], ...]
    words: tuple[str, str, str, str, str]


def _towns(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(town.replace("_", " ").split("/")) for town in text.split())


ORIGINS: Final = (
    Origin(
        "AFG",
        0.25,
        (("afghan", "loose", 1.0),),
        0.22,
        0.40,
        (("Pashto", 5), ("Dari", 5)),
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
        (("arabic", "chain", 1.0),),
        0.03,
        0.35,
        (("Arabic", 7), ("Fur", 1), ("Zaghawa", 1), ("Masalit", 1)),
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
        (("habesha", "chain", 0.8), ("arabic", "chain", 0.2)),
        0.08,
        0.20,
        (("Tigrinya", 8), ("Tigre", 1), ("Saho", 1), ("Arabic", 1)),
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
        (("oromo", "chain", 0.6), ("habesha", "chain", 0.4)),
        0.06,
        0.30,
        (("Oromo", 6), ("Amharic", 4), ("Tigrinya", 1)),
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
        (("kurdish", "given-father", 0.75), ("arabic", "chain-family", 0.25)),
        0.50,
        0.08,
        (("Kurdish Sorani", 6), ("Arabic", 3), ("Kurdish Badini", 2)),
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
        (("persian", "given-family", 0.55), ("kurdish", "given-family", 0.45)),
        0.30,
        0.04,
        (("Farsi", 6), ("Kurdish Sorani", 4)),
        _towns(
            "Tehran/Teheran Sanandaj/Sanandadj Kermanshah/Kermanchah Mashhad/Meshed Ahvaz/Ahwaz "
            "Shiraz/Chiraz Isfahan/Esfahan/Ispahan Tabriz Marivan/Mariwan Piranshahr Urmia/Orumieh"
        ),
        ("IR", "Iranian", "IRANIENNE", "iranisch", "Iran"),
    ),
    Origin(
        "SYR",
        0.05,
        (("arabic", "given-family", 0.85), ("kurdish", "given-family", 0.15)),
        0.45,
        0.05,
        (("Arabic", 8), ("Kurdish Kurmanji", 2)),
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
        (("vietnamese", "family-first", 1.0),),
        0.05,
        0.02,
        (("Vietnamese", 1),),
        _towns(
            "Nghệ_An/Nghe_An Hà_Tĩnh/Ha_Tinh Quảng_Bình/Quang_Binh Hải_Phòng/Hai_Phong/Haiphong "
            "Hải_Dương/Hai_Duong Thanh_Hóa/Thanh_Hoa Hà_Nội/Hanoi/Ha_Noi Quảng_Ninh/Quang_Ninh"
        ),
        ("VN", "Vietnamese", "VIETNAMIENNE", "vietnamesisch", "Vietnam"),
    ),
    Origin(
        "ALB",
        0.04,
        (("albanian", "given-family", 1.0),),
        0.10,
        0.01,
        (("Albanian", 1),),
        _towns(
            "Shkodër/Shkoder/Shkodra Tirana/Tiranë Kukës/Kukes Has/Krumë Dibër/Peshkopi/Diber "
            "Durrës/Durres Lezhë/Lezhe Elbasan Fier Vlorë/Vlora/Vlore Tropojë/Tropoja"
        ),
        ("AL", "Albanian", "ALBANAISE", "albanisch", "Albania"),
    ),
    Origin(
        "PAK",
        0.02,
        (("afghan", "loose", 1.0),),
        0.05,
        0.20,
        (("Pashto", 6), ("Urdu", 4)),
        _towns(
            "Peshawar/Peshavar Parachinar Bajaur/Bajour Swat/Sawat Lahore Gujrat/Gujarat "
            "Quetta/Ketta Kohat Mardan Karachi"
        ),
        ("PK", "Pakistani", "PAKISTANAISE", "pakistanisch", "Pakistan"),
    ),
    Origin(
        "KWT",
        0.01,
        (("arabic", "chain-family", 1.0),),
        0.30,
        0.15,
        (("Arabic", 1),),
        _towns("Al_Jahra/Jahra/Jahraa Sulaibiya/Soulaibiya Kuwait_City/Kuwait Ahmadi/Al_Ahmadi"),
        ("KW", "Kuwaiti Bidoon", "KOWEITIENNE", "kuwaitisch", "Kuwait"),
    ),
)
