"""Words in a name that are no name: articles, particles, honorifics, by their folded spelling."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


ARTICLES = _set("al el ul il ool")
"""The Arabic article, written apart."""

ASSIMILATED = _set("ar as at an ash ad az er es et en ech esh ed ez ur us ut un ush ud uz")
"""The article before a sun letter; an article only where what follows begins with that letter."""

SERVANT = _set("abd abdul abdel abdal abdol abdoul abdil abdur abder abdar abdus")
"""Parts that are one name with the next: Abd al-Rahman."""

FATHER = _set("abu abou aboo abo abi")
"""Abu: one name with the next."""

MOTHER = _set("um umm oum omm om oumm ummu")
"""Umm: one name with the next."""

CHILD = _set("bin ben ibn bint bent binti ould wuld uld mint walad wald")
"""Son or daughter of: says how two names belong together, and is no name."""

DIN = _set("din deen dine dien dyn")
"""Of the faith: the end of a name such as Salah al-Din."""

GLUED_DIN = _set(
    """
    eddin eddine uddin uddine uddeen aldin aldeen eldin eldine eldeen addin addine udin edine
    edin oddin ouddine
    """
)
"""The same with its article."""

GOD = _set("allah ullah ollah llah olah ulla alla oullah")
"""God: the end of a name such as Nasr Allah."""

TITLES = _set("""
    dr drs doctor docteur doktor prof professor professeur mr mrs ms miss mister mme mlle mlles
    monsieur madame mademoiselle messrs sir herr frau signor signora senor senora sra eng engr
    ing ingenieur engineer muhandis mohandes duktur doctora ustaz ustad ustadh ostad agha aghaye
    aqa aqay khanum khanom khanoum ato woizero weizero weyzero woizerit wro wrt memhir abune
    haji hajji hadji hadj haj hajj haaj haaji hajja hajia hajjia alhaji alhaj elhadj elhadji
    alhadji elhaj elhaji hajy sheikh sheik shaikh shaykh sheekh sheykh shaik shekh sheh
    mullah mulla maulana mawlana moulana mawlawi molvi imam ayatollah sidi lalla moulay
    late deceased feu
    """)
"""Honorifics: left out where a name remains."""

SOFT_TITLES = _set("imam sidi lalla moulay cheikh cheick mullah mulla agha aqa sir")
"""Honorifics that are also given names: left out only where two names remain."""

NO_NAMES = CHILD | ARTICLES | (TITLES - SOFT_TITLES)
"""What is left out where a name remains."""

SPECIAL = NO_NAMES | SOFT_TITLES | ASSIMILATED | SERVANT | FATHER | MOTHER | DIN | GLUED_DIN | GOD
"""Every word that does not simply stand for itself."""

NO_ARTICLE = (
    "الياس", "اليان", "الين", "اليس", "اليك", "اليز", "اليو", "اليف", "الكس", "البرت", "البير",
    "الفرد", "الفريد", "الفون", "الدو", "السا", "السيو", "الما", "الان", "الفير", "الهام",
    "التون", "الكون", "الله",
)  # fmt: skip
"""Beginnings of names that begin with the letters of the article and are often written without
their hamza (Elias, Elena, Alexander); what follows the article otherwise is the name."""

ARABIC = {
    "عبد": "abd",
    "ال": "al",
    "بن": "bin",
    "ابن": "bin",
    "إبن": "bin",
    "بنت": "bint",
    "ولد": "ould",
    "ابو": "abu",
    "أبو": "abu",
    "ابا": "abu",
    "أبا": "abu",
    "ابي": "abu",
    "أبي": "abu",
    "ام": "um",
    "أم": "um",
    "الله": "allah",
    "اللہ": "allah",
    "الدين": "uddin",
    "دين": "din",
    "حاج": "haji",
    "الحاج": "haji",
    "حاجي": "haji",
    "الحاجة": "haji",
    "حجي": "haji",
    "شيخ": "sheikh",
    "الشيخ": "sheikh",
    "شيخة": "sheikh",
    "دكتور": "dr",
    "الدكتور": "dr",
    "دكتورة": "dr",
    "الدكتورة": "dr",
    "دكتر": "dr",
    "ډاکتر": "dr",
    "داكتر": "dr",
    "د": "dr",
    "مهندس": "eng",
    "المهندس": "eng",
    "انجنير": "eng",
    "استاذ": "ustaz",
    "الاستاذ": "ustaz",
    "الأستاذ": "ustaz",
    "أستاذ": "ustaz",
    "استاد": "ustaz",
    "سيدة": "mrs",
    "السيدة": "mrs",
    "انسة": "miss",
    "الانسة": "miss",
    "آنسة": "miss",
    "الآنسة": "miss",
    "آقا": "agha",
    "آقاي": "agha",
    "اقاي": "agha",
    "خانم": "khanum",
    "ملا": "mullah",
    "مولانا": "mawlana",
    "مرحوم": "late",
    "المرحوم": "late",
    "ښاغلي": "mr",
    "ښاغلى": "mr",
    "كاك": "mr",
}
"""Whole words in Arabic letters, after their letters have been made uniform."""

ETHIOPIC = {
    "አቶ": "ato",
    "ወይዘሮ": "woizero",
    "ወይዘሪት": "woizerit",
    "ወሮ": "wro",
    "ወሪት": "wrt",
    "ዶር": "dr",
    "ዶክተር": "dr",
    "ሼህ": "sheikh",
    "ሸኽ": "sheikh",
    "ሼኽ": "sheikh",
    "ሼክ": "sheikh",
    "ሐጂ": "haji",
    "ሃጂ": "haji",
    "ሓጂ": "haji",
    "ሀጂ": "haji",
    "መምህር": "memhir",
    "ኢንጂነር": "eng",
    "ፕሮፌሰር": "prof",
    "ኢማም": "imam",
}
"""Whole words in Ethiopic letters."""
