"""The R4 models of `fhirclient` without the client that the package loads first: that one brings an HTTP library, which
tries out an internet socket as soon as it is there."""

import importlib
import importlib.util
import sys
from types import ModuleType
from typing import Any, Final

PACKAGE: Final = "fhirclient"


def models(name: str) -> Any:
    """A module of the models by its name. Raises ModuleNotFoundError where the package is not installed."""
    if PACKAGE not in sys.modules:
        spec = importlib.util.find_spec(PACKAGE)
        if spec is None or spec.submodule_search_locations is None:
            raise ModuleNotFoundError(f"No module named '{PACKAGE}'", name=PACKAGE)
        # The folder alone, in place of what its __init__ makes of it.
        package = ModuleType(PACKAGE)
        package.__path__ = spec.submodule_search_locations
        sys.modules[PACKAGE] = package
    return importlib.import_module(f"{PACKAGE}.models.{name}")
