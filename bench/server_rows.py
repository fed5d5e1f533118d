"""What the server does: answers a second beside the floor page, questions to the database, bytes, memory."""

from pathlib import Path

from bench.fill import SIZES
from bench.load import Asked, ratios
from bench.pages import pages
from bench.servers import Server, floor, service
from bench.visitor import COMPRESSED, Visitor

SMALL, MIDDLE, LARGE = SIZES


def measure(databases: dict[int, Path]) -> dict[str, float | str]:
    """The server's rows, by their names in goals.py."""
    found = _beside_the_floor(databases)
    seen = [page for size in (SMALL, LARGE) for page in pages(databases[size])]
    most, largest = max(seen, key=lambda page: page.queries), max(seen, key=lambda page: page.compressed_bytes)
    print(f"  {len({page.kind for page in seen})} kinds of page; most queries: {most.kind}, largest: {largest.kind}")
    return found | {"queries": most.queries, "html": round(largest.compressed_bytes / 1024, 1)}


def _beside_the_floor(databases: dict[int, Path]) -> dict[str, float | str]:
    with (
        floor() as ground,
        service(databases[SMALL]) as small,
        service(databases[MIDDLE]) as middle,
        service(databases[LARGE]) as large,
    ):
        for server in (small, middle, large):
            _check_that_it_checks(server)
        asked = {str(server.port): _home(server) for server in (small, middle, large)}
        asked["anew"] = _home(small, anew=True)
        asked["anew, large"] = _home(large, anew=True)
        asked["unchanged"] = _unchanged(small)
        a_second, share = ratios(Asked(ground.url, {}), asked)
        at = {size: share[str(server.port)] for size, server in ((SMALL, small), (MIDDLE, middle), (LARGE, large))}
        _open_everything(large)
        print(f"  floor page: {a_second:,.0f} a second, {ground.memory_mb()} MB")
        print(f"  memory at 100,000 entries, what is shared counted once: {large.memory_shared_once_mb()} MB")
        print("  home ÷ floor: " + ", ".join(f"{size:,} entries {of:.3f}" for size, of in at.items()))
        print(f"  home drawn anew for each request ÷ floor: {share['anew']:.3f}, large {share['anew, large']:.3f}")
        grown = [at[MIDDLE] / at[SMALL], at[LARGE] / at[SMALL], share["anew, large"] / share["anew"]]
        return {
            "home": round(at[SMALL], 3),
            "size": round(min(grown), 3),
            "unchanged": round(share["unchanged"], 3),
            "memory": large.memory_mb(),
        }


def _home(server: Server, *, anew: bool = False) -> Asked:
    nikki = Visitor.signed_in(server, "nikki")
    return Asked(server.url + nikki.home(), nikki.headers, anew=anew)


def _unchanged(server: Server) -> Asked:
    nikki = Visitor.signed_in(server, "nikki")
    home = nikki.home()
    tag = nikki.get(home, COMPRESSED).headers["ETag"]
    told = COMPRESSED | {"If-None-Match": tag or "none"}
    _expect(nikki.get(home, told).status, 304)
    return Asked(server.url + home, nikki.headers | told)


def _open_everything(server: Server) -> None:
    """What a process keeps after every place was looked at, by both workers."""
    nikki = Visitor.signed_in(server, "nikki")
    for place in ("", "money", "spending", "spending/new", "shifts", "plan", "people", "messages", "statements") * 6:
        _expect(nikki.get(nikki.home() + place).status, 200)


def _check_that_it_checks(server: Server) -> None:
    """Nobody is let in without session and authority, and no form without its token."""
    nikki = Visitor.signed_in(server, "nikki")
    home = nikki.home()
    _expect(nikki.get(home).status, 200)
    _expect(Visitor(server).get(home).status, 303)
    _expect(Visitor.signed_in(server, "sam").get(home).status, 404)
    _expect(nikki.post(f"{home}spending").status, 400)


def _expect(found: int, wanted: int) -> None:
    if found != wanted:
        message = f"answered {found}, not {wanted}"
        raise RuntimeError(message)
