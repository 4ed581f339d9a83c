"""What every method that counts meetings assumes."""

from __future__ import annotations

from typing import Final

from undercount.results import Assumption

MEETINGS: Final = (
    Assumption("Nobody enters or leaves the population in the period."),
    Assumption("Meetings of one person are recognised as such, and no two persons'."),
    Assumption("Being met does not change a person's chance of being met again."),
)
# Samples of a bootstrap unless asked otherwise.
REPLICATES: Final = 500
