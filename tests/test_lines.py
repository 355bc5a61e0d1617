"""On which line a key of a TOML text stands."""

import pytest

from coach.reading.lines import line_of, lines_of

TEXT = '''a = 1 # [no] table
b.c = """one
d = 2
[no]
"""
e = [
    "x = [",
    { f = 1 },
]
[t]
"quoted" = '[['
g = \'\'\'long\'\'\' # """
[[items]]
h = 1
[items.inner]
i = 2
[[items]]
h = 3
  j = { k = 1 } # }}}
[last]
l = 4
'''

PLACES = [
    (("a",), 1), (("b", "c"), 2), (("d",), 1), (("e",), 6), (("e", 1, "f"), 6), (("t",), 10), (("t", "quoted"), 11),
    (("t", "g"), 12), (("items", 0), 13), (("items", 0, "h"), 14), (("items", 0, "inner", "i"), 16),
    (("items", 1, "h"), 18), (("items", 1, "j", "k"), 19), (("items", 1, "missing"), 17), (("last", "l"), 21),
    ((), 1),
]  # fmt: skip


@pytest.mark.parametrize(("path", "line"), PLACES)
def test_a_key_stands_on_its_line(path: tuple[str | int, ...], line: int) -> None:
    assert line_of(lines_of(TEXT), path) == line


@pytest.mark.parametrize("text", ["", '"""', "[[", "= 1", "a = '''", "[" * 5000, '"' * 5000, "#" * 5000])
def test_what_is_no_toml_does_no_harm(text: str) -> None:
    assert line_of(lines_of(text), ("a",)) == 1
