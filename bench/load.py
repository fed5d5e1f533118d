"""Requests a second, with eight connections: asked for in turns, so that what else the machine does falls on all."""

import re
import statistics
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 8
SECONDS = 3
ROUNDS = 7
EACH_ANEW = Path(__file__).with_name("each_anew.lua")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for. `anew`: each request at an address of its own, so that no page is there already."""

    url: str
    headers: Mapping[str, str]
    anew: bool = False

    def a_second(self, seconds: int = SECONDS) -> float:
        """Answers a second."""
        headers = [part for name, value in self.headers.items() for part in ("-H", f"{name}: {value}")]
        script = ["-s", str(EACH_ANEW)] if self.anew else []
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", *headers, *script, self.url]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        if "Non-2xx" in told:
            message = f"{self.url} is refused under load:\n{told}"
            raise RuntimeError(message)
        return float(re.findall(r"Requests/sec:\s+([\d.]+)", told)[0])


def ratios(floor: Asked, others: Mapping[str, Asked]) -> tuple[float, dict[str, float]]:
    """The floor's answers a second, and each other's as a share of the floor's: the middle of the rounds."""
    for asked in (floor, *others.values()):
        asked.a_second(1)
    rounds: list[tuple[float, dict[str, float]]] = []
    for number in range(ROUNDS):
        turns = list(others)[:: -1 if number % 2 else 1]
        before = floor.a_second()
        seen = {name: others[name].a_second() for name in turns}
        rounds.append(((before + floor.a_second()) / 2, seen))
    shares = {name: statistics.median(seen[name] / floor_now for floor_now, seen in rounds) for name in others}
    return statistics.median(floor_now for floor_now, _seen in rounds), shares
