"""The goals, and whether what was measured meets them."""

import json
from dataclasses import dataclass
from pathlib import Path

NOT_THERE = "not there yet"


@dataclass(frozen=True, slots=True)
class Goal:
    """One line of the table. `least`: more is better."""

    row: str
    must: float
    aim: float
    least: bool = False

    def met(self, today: float | str) -> bool:
        """Whether the must is met."""
        if isinstance(today, str):
            return False
        return today >= self.must if self.least else today <= self.must


GOALS = {
    "home": Goal("home page, requests/s ÷ floor page, 8 connections", 0.2, 0.3, least=True),
    "size": Goal("the same at 100,000 entries ÷ at 1,000", 0.87, 1, least=True),
    "unchanged": Goal("unchanged page (304), compressed client, ÷ floor page", 0.4, 0.55, least=True),
    "queries": Goal("queries on a page, whatever the size of the pot", 5, 3),
    "first bytes": Goal("first visit to the signed-in home, empty caches, KB", 80, 45),
    "first requests": Goal("first visit to the signed-in home, requests", 8, 5),
    "html": Goal("HTML of a page, compressed, KB", 8, 5),
    "largest": Goal("largest content on the phone ÷ floor page", 1.5, 1.2),
    "repeat": Goal("repeat visit, figure ÷ floor page's repeat visit", 1.0, 0.7),
    "blocked": Goal("main thread blocked, quarter CPU, ms", 100, 50),
    "entry seconds": Goal("one entry, button to new balance, seconds", 0.67, 0.3),
    "entry requests": Goal("one entry, requests", 1, 1),
    "entry bytes": Goal("one entry, KB", 8, 5),
    "off-line": Goal("opens off-line, seconds", 1.5, 1),
    "memory": Goal("memory, two workers, 100,000 entries, MB", 220, 180),
}


def report(today: dict[str, float | str], file: Path) -> bool:
    """Print the table, write it as JSON; whether every must that was measured is met."""
    lines = [
        {"row": goal.row, "must": goal.must, "aim": goal.aim, "today": today[name], "met": goal.met(today[name])}
        for name, goal in GOALS.items()
        if name in today
    ]
    wide = max(len(str(line["row"])) for line in lines)
    print(f"\n{'':{wide}}  {'must':>6} {'aim':>6}  today")
    for line in lines:
        mark = "" if line["met"] else "  missed"
        print(f"{line['row']:{wide}}  {line['must']:>6} {line['aim']:>6}  {line['today']}{mark}")
    file.write_text(json.dumps(lines, ensure_ascii=False, indent=1) + "\n")
    return all(line["met"] for line in lines)
