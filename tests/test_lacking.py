"""A machine without the libraries that OpenCV wants: one sentence names all of them."""

import pytest

from coach import main
from coach.adapters.system_libraries import LIBRARIES, packages_missing
from coach.commands import lacking

NO_XCB = ImportError("libxcb.so.1: cannot open shared object file: No such file or directory")


def _without(*missing: str) -> object:
    def load(name: str) -> object:
        if name in missing:
            raise OSError(f"{name}: cannot open shared object file: No such file or directory")
        return name

    return load


def test_what_is_missing_is_named_by_its_package() -> None:
    assert packages_missing(_without("libxcb.so.1", "libEGL.so.1"), "linux") == ["libegl1", "libxcb1"]
    assert packages_missing(_without(), "linux") == []
    assert packages_missing(_without(*LIBRARIES), "linux") == list(LIBRARIES.values())
    assert packages_missing(_without(*LIBRARIES), "darwin") == []


@pytest.mark.parametrize(
    ("error", "missing", "said"),
    [
        (NO_XCB, ["libgl1", "libxcb1"], "sudo apt install libgl1 libxcb1"),
        (NO_XCB, [], "libxcb.so.1 is missing on this machine; install the package that brings it."),
        (ImportError("cannot import name 'x' from 'y'"), ["libgl1"], ""),
        (ModuleNotFoundError("No module named 'cv2'"), ["libgl1"], ""),
    ],
)
def test_all_of_it_is_said_at_once(error: ImportError, missing: list[str], said: str) -> None:
    found = lacking.what_to_install(error, lambda: missing)
    assert found.endswith(said)
    assert bool(found) == bool(said)


@pytest.mark.parametrize(("error", "said"), [(NO_XCB, "libxcb.so.1"), (ImportError("two\nlines"), "unforeseen")])
def test_a_command_says_it_without_a_traceback(
    error: ImportError, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_given: list[str]) -> int:
        raise error

    monkeypatch.setattr(main, "_invoke", fail)
    assert main.run(["demo"]) == main.WRONG
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("coach: ")
    assert err.count("\n") == 1
    assert said in err
