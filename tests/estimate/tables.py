"""Published tables, by bitmask cell: bit i is set for people on the i-th list."""

import numpy as np

from undercount.histories import CaptureHistories, CountData


def histories(lists: tuple[str, ...], people: dict[int, int]) -> CaptureHistories:
    counts = np.zeros(2 ** len(lists), dtype=np.int64)
    for cell, count in people.items():
        counts[cell] = count
    return CaptureHistories(lists, counts)


# Potential victims of trafficking, UK 2013: Bales, Hesketh & Silverman (2015); five lists as in
# Chan, Silverman & Vincent (2021).
UK_FIVE = histories(
    ("LA", "NG", "PFNCA", "GO", "GP"),
    {
        0b00001: 54,
        0b00010: 463,
        0b00100: 995,
        0b01000: 695,
        0b10000: 316,
        0b00011: 15,
        0b00101: 19,
        0b01001: 3,
        0b00110: 62,
        0b01010: 19,
        0b10010: 1,
        0b01100: 76,
        0b10100: 11,
        0b11000: 8,
        0b00111: 1,
        0b01011: 1,
        0b01110: 4,
        0b01111: 1,
    },
)
# The same in six lists: Silverman (2014).
UK_SIX = histories(
    ("LA", "NG", "PF", "GO", "GP", "NCA"),
    {
        0b000001: 54,
        0b000010: 463,
        0b000100: 907,
        0b001000: 695,
        0b010000: 316,
        0b100000: 57,
        0b000011: 15,
        0b000101: 19,
        0b001001: 3,
        0b000110: 56,
        0b001010: 19,
        0b010010: 1,
        0b100010: 3,
        0b001100: 69,
        0b010100: 10,
        0b100100: 31,
        0b011000: 8,
        0b101000: 6,
        0b110000: 1,
        0b000111: 1,
        0b001011: 1,
        0b001110: 4,
        0b100110: 3,
        0b101100: 1,
        0b001111: 1,
    },
)
# Killings in Kosovo 1999: Ball, Betts, Scheuren, Dudukovic & Asher (2002).
KOSOVO = histories(
    ("EXH", "ABA", "OSCE", "HRW"),
    {
        0b0001: 1131,
        0b0010: 845,
        0b0100: 936,
        0b1000: 306,
        0b0011: 177,
        0b0101: 228,
        0b1001: 106,
        0b0110: 217,
        0b1010: 31,
        0b1100: 123,
        0b0111: 181,
        0b1011: 18,
        0b1101: 42,
        0b1110: 32,
        0b1111: 27,
    },
)
# The table "Korea" of Silverman, Chan & Vincent (2024).
KOREA = histories(("b", "c", "d"), {0b100: 41, 0b010: 5, 0b001: 5, 0b011: 54, 0b101: 6, 0b111: 12})
# The table "Western" of Chan, Silverman & Vincent (2021).
WESTERN = histories(
    ("A", "B", "C", "D", "E"),
    {
        0b00001: 52,
        0b00010: 90,
        0b00100: 114,
        0b01000: 45,
        0b10000: 21,
        0b00101: 4,
        0b01001: 2,
        0b10001: 5,
        0b00110: 6,
        0b01010: 1,
        0b11000: 3,
        0b10101: 1,
        0b01110: 1,
    },
)
# Three lists of which only two overlap: Chan, Silverman & Vincent (2021), artificial.
SPARSE = histories(("A", "B", "C"), {0b001: 40, 0b010: 30, 0b100: 20, 0b011: 6})
# HIV on four lists: Abeni, Brancato & Perucci (1994).
HIV = histories(
    ("c1", "c2", "c3", "c4"),
    {
        0b0111: 3,
        0b1011: 1,
        0b0011: 33,
        0b0101: 20,
        0b1001: 6,
        0b0001: 403,
        0b1110: 3,
        0b0110: 35,
        0b1010: 10,
        0b0010: 545,
        0b1100: 11,
        0b0100: 621,
        0b1000: 205,
    },
)
# Apprehended without papers, Netherlands 1995: van der Heijden et al. (2003).
NETHERLANDS = CountData(np.arange(1, 7), np.array([1645, 183, 37, 13, 1, 1]))


def independent(people: int, lists: int, share: float) -> CaptureHistories:
    """An invented population of which every list holds a share at random."""
    on = np.random.default_rng(7).random((people, lists)) < share
    counts = np.bincount(on @ (1 << np.arange(lists)), minlength=2**lists)
    counts[0] = 0
    return CaptureHistories(tuple("ABCDEFGH"[:lists]), counts)
