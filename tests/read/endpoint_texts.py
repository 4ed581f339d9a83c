"""An invented document with recorded answers, in the shape that the server replays."""

from __future__ import annotations

from typing import Any

from undercount.read import Document

NOTE = """\
Shelters of the Orla valley

The Orla council said on Monday that about 14,200 people slept in the valley's halls, up from \
1,300 in March. Of them 516 were girls and 553 were boys; 6.4 million blankets are stored.

Some 2,000,000 residents live downstream, wrote the river board. Its crew drove 5.5 million \
litres of water in 40 lorries to 12 hamlets of the Tessel district. More than 300 families \
asked for a tent, 15% of them twice. Between 60 and 80 children are alone.

The board was founded in 1987. It paid €3,500 for pumps.
"""
ANSWER: list[dict[str, Any]] = [
    {"quantity": "14,200", "unit": "people", "modifier": "about"},
    {"quantity": "1,300", "unit": "people"},
    {"quantity": "516", "unit": "girls"},
    {"quantity": "553", "unit": "boys"},
    {"quantity": "6.4 million", "unit": "blankets"},
    {"quantity": "2,000,000", "unit": "residents", "modifier": "Some"},
    {"quantity": "40", "unit": "lorries"},
    {"quantity": "12", "unit": "hamlets"},
    {"quantity": "300", "unit": "families", "modifier": "More than"},
    {"quantity": "15%", "unit": "families"},
]
CLINIC = """\
Nine clinics of the Miro plain treated 4 386 patients in June. The ministry counts 21 nurses, \
the nurses' union 27. Twelve hundred people wait for a place.
"""
CLINIC_ANSWER: list[dict[str, Any]] = [
    {"quantity": "4 386", "unit": "patients"},
    {"quantity": "21", "unit": "nurses"},
    {"quantity": "27", "unit": "nurses"},
    {"quantity": "Twelve hundred", "unit": "people"},
]
TEXTS = {"note": NOTE, "clinic": CLINIC}
ANSWERS = {"note": ANSWER, "clinic": CLINIC_ANSWER}


def document(text: str = NOTE) -> Document:
    """The note as a document."""
    return Document("note.txt", "0" * 64, text, "utf-8")
