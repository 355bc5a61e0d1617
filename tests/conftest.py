"""Settings of every test: what is drawn at random is drawn alike each time."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "repeatable", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("repeatable")

# FFmpeg reads this once, when the first video is opened: tests that open one by themselves must not make it talk.
os.environ["OPENCV_FFMPEG_LOGLEVEL"] = "-8"
