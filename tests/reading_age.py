"""How hard words are to read: the grade of Flesch and Kincaid, and how long their sentences are.

What a person is called, what somebody wrote, an amount and a day count as one short word each.
"""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

KNOWN = {"bdi", "time", "data"}  # what stands for a name, a day or an amount
IN_A_SENTENCE = {"a", "span", "bdi", "time", "data"}
NOT_READ = {"svg", "script", "style", "input", "textarea", "select", "form", "details"}
_SPACE = re.compile(r"\s+")
_SILENT = re.compile(r"(?<=[^aeiouytd])ed$|(?<=[^aeiouylscgxz])es$|(?<=[^aeiouyl])e$")


def sentences(element: Element) -> list[str]:
    """The sentences of a page or a part of it; one that is a name or a number alone is none."""
    text = _SPACE.sub(" ", re.sub(r"[ \t\n]+", " ", _flat(element)))
    found = [one.strip() for one in re.split(r"[.!?:\x00]+", text)]
    return [one for one in found if any(word.isalpha() and word != "X" for word in re.findall(r"\w+", one))]


def words(sentence: str) -> list[str]:
    return re.findall(r"[\w’'-]+", sentence)


def syllables(word: str) -> int:
    """By the vowels that are heard; at least one."""
    return max(1, len(re.findall(r"[aeiouy]+", _SILENT.sub("", word.lower()))))


def grade(all_sentences: Iterable[str]) -> float:
    """Flesch-Kincaid: the school year (United States) that reads it."""
    each = [words(one) for one in all_sentences]
    count = sum(map(len, each))
    return 0.39 * count / len(each) + 11.8 * sum(syllables(w) for one in each for w in one) / count - 15.59


def _flat(element: Element) -> str:
    """Its text with an end after each line of its own."""
    if element.tag in NOT_READ or not isinstance(element.tag, str) or element.get("hidden") is not None:
        return ""
    if element.tag in KNOWN:
        return " X"
    inner = (element.text or "") + "".join(_flat(child) + (child.tail or "") for child in element)
    return inner if element.tag in IN_A_SENTENCE else f"\x00{inner}\x00"
