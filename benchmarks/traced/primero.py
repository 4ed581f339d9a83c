"""Primero's own rule for potential matches of a case, written anew as a baseline.

From its source as of August 2026 (github.com/primeroIMS/primero, commit 4b95bf9, all in its own
files: `app/services/matching_service.rb`, `app/models/child.rb`, `app/models/trace.rb`,
`app/models/concerns/searchable.rb`, `solr/configsets/primero/conf/schema.xml`):

- every field of the case is a full-text query of its own against the same field of each trace;
  queries are joined by "or"; fields and boosts are those of `MATCH_FIELDS`, others have boost 1;
- of a field's words one is enough (`minimum_match(1)`); each adds its BM25 score times the boost;
- names (`name`, `relation_name`) are indexed as words and, beside them, as their Double Metaphone
  code; no lengths are counted in them (`omitNorms`). A word and its code stand at one place of the
  query, and so are searched as one word that is as frequent as the more frequent of the two;
- the twenty best are kept; scores are divided by the best; those above 0.1 are shown, "likely"
  where one is alone or is 0.7 above the mean of the twenty, else "possible".

All relatives of a case (`family_details_section`) give their names and relations in one text each.
What its forms hold as codes (sex, nationality, language, relation) is given here in our standard
form, which is kinder than free text would be. Ages are of the end of August 2016.

Not known: whether an installation has other fields made matchable, or another similarity; Solr's
default for its schema is taken, BM25 with k1 = 1.2 and b = 0.75.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from traced.sounds import code

from undercount.trace.people import People

MATCH_FIELDS: Final = {
    "name": 15.0, "sex": 10.0, "age": 10.0, "date_of_birth": 5.0, "relation_name": 10.0,
    "relation": 5.0, "relation_age": 5.0, "nationality": 3.0, "language": 3.0,
}  # fmt: skip
OTHERS: Final = ("location_last", "date_of_separation")
PHONETIC: Final = ("name", "relation_name")
ROWS: Final = 20
THRESHOLD: Final = 0.1
LIKELY: Final = 0.7
_K1, _B = 1.2, 0.75
_YEAR: Final = 2016
_BRACKETS: Final = re.compile(r"\([^)]*\)")
_UNKNOWN: Final = (None, "NC", "?", "inconnu", "unknown", "-")
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """What is shown for one case, the best first; shape (shown,) each.

    Attributes:
        rows: places among the requests.
        score: over that of the best.
        likely: whether it reads "likely".
    """

    rows: NDArray[np.int64]
    score: NDArray[np.float64]
    likely: NDArray[np.bool_]


class Field:
    """The words of one field of all traces, and where they stand."""

    def __init__(self, texts: list[str], phonetic: bool) -> None:
        self.phonetic = phonetic
        self.size = len(texts)
        places: dict[str, tuple[list[int], list[int]]] = {}
        lengths = np.zeros(len(texts))
        for row, text in enumerate(texts):
            counted = Counter(part for word in words(text) for part in self._both(word))
            lengths[row] = counted.total()
            for word, times in counted.items():
                rows, often = places.setdefault(word, ([], []))
                rows.append(row)
                often.append(times)
        self.places = {
            word: (np.array(rows), np.array(often, dtype=np.float64))
            for word, (rows, often) in places.items()
        }
        self.there = max(int((lengths > 0).sum()), 1)
        mean = lengths.sum() / self.there
        self.norm = (
            np.full(len(texts), _K1)
            if phonetic
            else _K1 * (1 - _B + _B * lengths / max(mean, 1e-9))
        )

    def _both(self, word: str) -> list[str]:
        sound = code(word) if self.phonetic else ""
        # Codes are in capitals, and so are never words.
        return [word, sound] if sound else [word]

    def add(self, scores: NDArray[np.float64], text: str, boost: float) -> None:
        """Add the scores of one query, word by word."""
        for word in words(text):
            found = [self.places[part] for part in self._both(word) if part in self.places]
            if not found:
                continue
            most = max(len(rows) for rows, _ in found)
            idf = np.log1p((self.there - most + 0.5) / (most + 0.5))
            rows = np.concatenate([rows for rows, _ in found])
            often = np.concatenate([times for _, times in found])
            if len(found) > 1:
                rows, at = np.unique(rows, return_inverse=True)
                often = np.bincount(at, weights=often)
            scores[rows] += boost * idf * often / (often + self.norm[rows])


class Primero:
    """All traces, indexed once.

    Names are taken as `written`, a table of the same rows: ours are in Latin letters already.
    """

    def __init__(self, requests: People, written: pa.Table) -> None:
        texts = trace_texts(requests, written)
        self.size = len(requests)
        self.fields = {name: Field(values, name in PHONETIC) for name, values in texts.items()}

    def hits(self, cases: People, written: pa.Table) -> list[Hits]:
        """Potential matches of each case."""
        texts = case_texts(cases, written)
        return [
            self._of({name: values[row] for name, values in texts.items()})
            for row in range(len(cases))
        ]

    def _of(self, query: dict[str, str]) -> Hits:
        scores = np.zeros(self.size)
        for name, text in query.items():
            if text and name in self.fields:
                self.fields[name].add(scores, text, MATCH_FIELDS.get(name, 1.0))
        found = np.flatnonzero(scores)
        best = found[np.argsort(-scores[found], kind="stable")][:ROWS]
        if len(best) == 0:
            return Hits(best, np.empty(0), np.empty(0, dtype=np.bool_))
        score = scores[best] / scores[best].max()
        shown = score > THRESHOLD
        likely = (score - score.mean() > LIKELY) | (shown.sum() == 1)
        return Hits(best[shown], score[shown], likely[shown])


def words(text: str) -> list[str]:
    """Words and numbers in small letters; marks between them part them."""
    return _WORD.findall(text.lower())


def trace_texts(requests: People, written: pa.Table) -> dict[str, list[str]]:
    """The fields of traces, as text."""
    relatives = requests.table["relatives"].to_pylist()
    low = requests.table["relative_low"].to_pylist()
    return _of_child(requests.table) | {
        "relation_name": _known(written, "relative"),
        "relation": [(row[0]["relation"] if row else None) or "" for row in relatives],
        "relation_age": [str(_YEAR - year) if year else "" for year in low],
    }


def case_texts(cases: People, written: pa.Table) -> dict[str, list[str]]:
    """The fields of cases, as text: of the child, and of all its relatives together."""
    fields = ("mother", "father", "siblings", "relative")
    texts = dict(zip(fields, (_known(written, name) for name in fields), strict=True))
    names = [_BRACKETS.sub(" ", " ".join(row)) for row in zip(*texts.values(), strict=True)]
    relations = []
    kin = cases.table["relatives"].to_pylist()
    for mother, father, siblings, relatives in zip(*list(texts.values())[:3], kin, strict=True):
        said = [mother and "mother", father and "father", siblings and "brother sister"]
        said += [one["relation"] or "" for one in relatives or ()]
        relations.append(" ".join(dict.fromkeys(" ".join(said).split())))
    return _of_child(cases.table) | {"relation_name": names, "relation": relations}


def _known(written: pa.Table, name: str) -> list[str]:
    return ["" if text in _UNKNOWN else text for text in written[name].to_pylist()]


def _of_child(table: pa.Table) -> dict[str, list[str]]:
    made = {name: [text or "" for text in table[name].to_pylist()]
            for name in ("name", "sex", "nationality", "language")}  # fmt: skip
    low, high = (table[name].to_pylist() for name in ("year_low", "year_high"))
    made["age"] = [str(_YEAR - (a + b) // 2) if a else "" for a, b in zip(low, high, strict=True)]
    parts = zip(*(table[name].to_pylist() for name in ("year", "month", "day")), strict=True)
    made["date_of_birth"] = [f"{y}-{m:02d}-{d:02d}" if y and m and d else "" for y, m, d in parts]
    made["location_last"] = [text or "" for text in table["last_place"].to_pylist()]
    first, last = (table[name].to_pylist() for name in ("last_low", "last_high"))
    made["date_of_separation"] = [
        str(np.datetime64(a, "D")) if a is not None and a == b else ""
        for a, b in zip(first, last, strict=True)
    ]
    return made
