"""What people have agreed to: most to family tracing, some to nothing, some until a day."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount.testing.worlds import births

Text = NDArray[np.object_]
PURPOSE: Final = "family tracing"
_LATER: Final = np.datetime64("2099-12-31")
_OVER: Final = np.datetime64("2015-12-31")


def agreements(size: int, day_format: str, rng: np.random.Generator) -> dict[str, Text]:
    """The fields consent, purpose and until; about one record in twelve may not be compared."""
    u = rng.random((3, size))
    consent = np.select([u[0] < 0.94, u[0] < 0.97], ["yes", "no"], "").astype(np.object_)
    consent[consent == ""] = None
    purpose = np.where(u[1] < 0.985, PURPOSE, "medical care").astype(np.object_)
    days = births.as_text(np.where(u[2] < 0.02, _OVER, _LATER), "day", day_format)
    days[u[2] > 0.35] = None
    return {"consent": consent, "purpose": purpose, "until": days}


def agreed(fields: dict[str, Text]) -> NDArray[np.bool_]:
    """Shape (r,): records that may be compared for family tracing from 2016 on."""
    until = np.array([text is None or "2099" in text for text in fields["until"].tolist()])
    return np.asarray((fields["consent"] == "yes") & (fields["purpose"] == PURPOSE) & until)
