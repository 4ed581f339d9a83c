import random

import pytest

from undercount.registers.names import Pool, similarity, tokens

GIVEN = [
    *("Ahmed", "Mohamed", "Yusuf", "Ibrahim", "Khalid", "Omar", "Hassan", "Ali", "Tesfay"),
    *("Haile", "Berhane", "Selam", "Hagos", "Meron", "Karim", "Rashid", "Nadia", "Fatima"),
    *("Zahra", "Amina", "Layla", "Maryam", "Samir", "Walid", "Jamal", "Tariq", "Bilal", "Idris"),
]
SCRIPTS = {
    "محمد يوسف كريم": "Mohammed Youssef Kareem",
    "ተስፋይ ሃይለ ሓጎስ": "Tesfai Hayle Hagos",
    "Ахмед Каримов": "Ahmad Karimov",
    "خديجة الزهراني": "Khadidja Zahrani",
    "عبد القادر جمال": "Djamel Abdelkader",
    "شێرکۆ کەریم": "Karim Sherko",
    "ژیلا پرویز": "Zhila Parwiz",
}


def _pool(many: int, seed: int) -> list[str]:
    rng = random.Random(seed)
    return [" ".join(rng.sample(GIVEN, 3)) for _ in range(many)]


@pytest.mark.parametrize(("written", "wanted"), SCRIPTS.items())
def test_a_name_in_another_script_is_found(written: str, wanted: str) -> None:
    names = [*_pool(500, 1), *SCRIPTS.values()]
    (index, likeness), *_ = Pool(names).nearest(written, 5)
    assert names[index] == wanted
    assert likeness > 0.5


def test_the_ranking_is_that_of_every_name_compared() -> None:
    names = _pool(300, 2)
    pool = Pool(names)
    for looked_for in ("Ahmad Yousef Hasan", "Selam", "Berhan Meron"):
        found = pool.nearest(looked_for, 10)
        every = sorted(
            (similarity(tokens(looked_for), tokens(name)) for name in names), reverse=True
        )
        assert [likeness for _, likeness in found] == pytest.approx(every[:10], abs=1e-5)
        for index, likeness in found:
            assert likeness == pytest.approx(
                similarity(tokens(looked_for), tokens(names[index])), abs=1e-5
            )


def test_a_lone_poor_hit_stays_poor_and_none_is_none() -> None:
    assert Pool(["Ahmed Smith"]).nearest("Ahmed Hassan")[0][1] < 0.6
    assert Pool(["John Smith"]).nearest("Tesfay Hagos") == []
    assert Pool([]).nearest("Ahmed") == []
    assert Pool(["Ahmed", "?"]).nearest("") == []
    assert [index for index, _ in Pool(["?", "Ahmed"]).nearest("أحمد")] == [1]


def test_more_asked_than_there_are() -> None:
    assert len(Pool(["Ahmed", "Ahmad", "Omar"]).nearest("Ahmed", 10)) == 2
