"""What the tests share: a shop's calendar and desk, and histories to replay."""

from datetime import datetime, timezone

import pytest
from hypothesis import settings
from hypothesis import strategies as st

from deskcore import Calendar, Desk

settings.register_profile("default", max_examples=60, deadline=None)
settings.load_profile("default")

SCHEDULE = {
    "tz": "Europe/Rome",
    "weekly": {"mon": [["09:00", "13:00"], ["14:00", "18:00"]], "wed": "mon", "sat": [["22:00", "03:00"]]},
    "holidays": [{"date": "2026-12-08", "name": "Immacolata", "source": "shop"}],
}
CONFIG = {
    "name": "Bottega Aurora",
    "calendars": {"office": SCHEDULE},
    "policies": [
        {"id": "vip", "when": {"tier": ["vip"]}, "targets": {"*": {"first_reply_time": {"target": "30m", "hours": "calendar"}}}},
        {"id": "default", "calendar": "office", "targets": {"*": {"first_reply_time": {"target": "2h", "warn": ["50%"]}, "total_resolution_time": "8h"}}},
    ],
}

instants = st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1), timezones=st.just(timezone.utc)).map(
    lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)
)


@pytest.fixture(scope="session")
def office():
    return Calendar(SCHEDULE)


@pytest.fixture(scope="session")
def desk():
    return Desk(CONFIG)
