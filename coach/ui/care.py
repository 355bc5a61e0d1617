"""What the screens of care around the exercises ask for: each part has its own Protocol."""

from typing import Protocol


class Care(Protocol):
    """Relief, the plan, the week."""
