"""Posture watch: what is seen of somebody who sits, and what is made of it through a day. Pure, like all of `core`.

Sample -> measures -> judgement (against a baseline) -> states -> Look
Look -> shifts, breaks, day -> manners -> Event           (companion.py joins them)
"""
