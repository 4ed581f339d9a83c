from __future__ import annotations

import pyarrow as pa

from undercount.link.shown import shown
from undercount.registers import register_from_frame


def test_births_as_far_as_known_and_no_empty_fields() -> None:
    people = pa.table(  # simulated
        {
            "id": ["7", "8", "9"],
            "name": ["Amina  Yusuf", "=cmd()", "Tesfay Abraha"],
            "birth": ["1990-04-02", "1988", None],
        }
    )
    fields = shown([register_from_frame("clinic", people, None)])
    assert list(fields) == ["name", "birth"]
    assert fields["birth"] == ["1990-04-02", "1988", ""]
    assert fields["name"][0] == "Amina Yusuf"
    assert not any(name.startswith("=") for name in fields["name"])


def test_two_lists_come_one_after_the_other() -> None:
    first = pa.table({"id": ["1"], "name": ["Amina Yusuf"], "sex": ["f"]})
    second = pa.table({"id": ["1"], "name": ["Amina Yousef"]})
    lists = [
        register_from_frame("clinic", first, None),
        register_from_frame("census", second, None),
    ]
    assert shown(lists) == {"name": ["Amina Yusuf", "Amina Yousef"], "sex": ["f", ""]}
