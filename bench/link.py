"""A poor mobile link in front of a server: for pages and service workers alike, which a browser's own brake is not.

150 ms there and back, 1.6 Mbit/s down and 0.75 up shared by all connections, a round trip to open a connection,
and TCP's first window: ten segments, doubled with each round trip.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field

ROUND_TRIP = 0.150
DOWN, UP = 1_600_000 / 8, 750_000 / 8  # bytes a second
SEGMENT = 1_460
FIRST_WINDOW = 10 * SEGMENT


@dataclass
class Way:
    """One direction of the link. `free_at`: when it has sent all that was given to it."""

    bytes_a_second: float
    free_at: float = 0.0
    carried: int = 0

    def arrives(self, size: int, now: float) -> float:
        """When so many bytes, given now, have come out at the other end."""
        self.free_at = max(self.free_at, now) + size / self.bytes_a_second
        self.carried += size
        return self.free_at + ROUND_TRIP / 2


@dataclass
class Window:
    """How much one connection may send before it has heard that the last was received."""

    size: int = FIRST_WINDOW
    sent: int = 0
    until: float = 0.0

    async def room_for(self, size: int) -> None:
        """Wait for the next round trip when this one's window is full."""
        loop = asyncio.get_running_loop()
        if loop.time() >= self.until:
            self.sent, self.until = 0, loop.time() + ROUND_TRIP
        elif self.sent + size > self.size:
            await asyncio.sleep(self.until - loop.time())
            self.size, self.sent, self.until = self.size * 2, 0, loop.time() + ROUND_TRIP
        self.sent += size


@dataclass
class Link:
    """The link to one server."""

    target: int
    port: int = 0
    down: Way = field(default_factory=lambda: Way(DOWN))
    up: Way = field(default_factory=lambda: Way(UP))
    cut: bool = False
    # On which something was asked: the servers answer one request on each. A browser that looks by itself whether there
    # is a newer worker asks for no page.
    connections: int = 0

    @property
    def url(self) -> str:
        """Where the server is reached over the link."""
        return f"http://localhost:{self.port}"

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Carry whatever comes."""
        server = await asyncio.start_server(self._carry, "localhost", 0)
        self.port = server.sockets[0].getsockname()[1]
        async with server:
            yield

    @property
    def carried_kb(self) -> float:
        """Kilobytes there and back so far."""
        return (self.up.carried + self.down.carried) / 1024

    def _count(self, asked: bytes) -> None:
        self.connections += not asked.startswith(b"GET /sw.js ")

    async def _carry(self, phone_in: asyncio.StreamReader, phone_out: asyncio.StreamWriter) -> None:
        if self.cut:
            phone_out.close()
            return
        await asyncio.sleep(ROUND_TRIP)
        server_in, server_out = await asyncio.open_connection("localhost", self.target)
        with suppress(ConnectionError, asyncio.CancelledError):
            await asyncio.gather(
                _pass_on(phone_in, server_out, self.up, self._count),
                _pass_on(server_in, phone_out, self.down),
            )
        for writer in (phone_out, server_out):
            writer.close()


async def _pass_on(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: Way, begun: Callable[[bytes], object] = len
) -> None:
    """Bytes of one direction, each segment when it arrives."""
    loop, window = asyncio.get_running_loop(), Window()
    on_the_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def deliver() -> None:
        while True:
            at, data = await on_the_way.get()
            await asyncio.sleep(max(0.0, at - loop.time()))
            if not data:
                writer.write_eof()
                return
            writer.write(data)

    delivering = asyncio.create_task(deliver())
    first = True
    while data := await reader.read(SEGMENT):
        if first:
            begun(data)
            first = False
        await window.room_for(len(data))
        on_the_way.put_nowait((way.arrives(len(data), loop.time()), data))
    on_the_way.put_nowait((way.arrives(0, loop.time()), b""))
    await delivering


@contextmanager
def links(*targets: int) -> Iterator[list[Link]]:
    """Links to servers by their ports, carried by a thread of their own while the block runs."""
    opened = [Link(target) for target in targets]
    ready, over = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def carry() -> None:
        async with AsyncExitStack() as stack:
            for link in opened:
                await stack.enter_async_context(link.open())
            ready.set()
            await over.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(carry(),), daemon=True)
    thread.start()
    ready.wait()
    try:
        yield opened
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
