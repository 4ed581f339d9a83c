from __future__ import annotations

from datetime import UTC, datetime, timedelta

from undercount.review.people import Made, decided_today


def _at(when: datetime, by: str = "Ann") -> Made:
    told = when.astimezone(UTC).isoformat(timespec="seconds")
    return Made("f", by, "accepted", told, undone=False)


def test_today_begins_at_midnight_where_the_machine_stands() -> None:
    midnight = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    made = [_at(midnight - timedelta(seconds=1), "Bo"), _at(midnight), _at(midnight, "Cy")]
    assert decided_today(made) == {"Ann": {"accepted": 1}, "Cy": {"accepted": 1}}
    assert decided_today([]) == {}
