"""How hard a text is to read: the grade of Flesch and Kincaid, with syllables counted by their vowels."""

import re
from collections.abc import Iterable
from typing import Final

WORD: Final = re.compile(r"[A-Za-z']+")
END: Final = re.compile(r"[.!?]+(?:\s|$)|\n")
LEAST: Final = 4
_VOWELS: Final = re.compile(r"[aeiouy]+")
_SILENT: Final = re.compile(r"(?:[^laeiouy]e|[^td]ed|[^szxc]es)$")
"""A last e that is not heard (like, moved, comes), but as in table, rested, presses."""


def syllables(word: str) -> int:
    """Groups of vowels, without a silent end; one at least. Within one of a dictionary's count for most words."""
    plain = word.lower().replace("'", "")
    found = len(_VOWELS.findall(plain))
    return max(1, found - (found > 1 and _SILENT.search(plain) is not None))


def sentences(text: str) -> list[list[str]]:
    """Words of each sentence; fewer than four words are a label rather than one."""
    return [words for part in END.split(text) if len(words := WORD.findall(part)) >= LEAST]


def grade(texts: Iterable[str]) -> float:
    """The American school grade by which a text is read with ease; age is about five years more.

    Source: Kincaid and others 1975: 0.39 words a sentence + 11.8 syllables a word - 15.59.
    """
    said = [sentence for text in texts for sentence in sentences(text)]
    words = [word for sentence in said for word in sentence]
    if not words:
        return 0.0
    return 0.39 * len(words) / len(said) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
