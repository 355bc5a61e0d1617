"""Settings of every test: what is drawn at random is drawn alike each time."""

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "repeatable", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("repeatable")


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker for tests that take minutes."""
    config.addinivalue_line("markers", "slow: takes minutes; left out unless asked for with -m slow")
