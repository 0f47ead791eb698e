"""Servers that nobody here wrote, from npm: installed once into the user's cache, run in a network of their own.

local-slack listens on every interface; so it runs where only loopback is (`unshare -n`), and is reached through a
socket file. This module is also the program that runs there: python -m … FOLDER PORT [EVENTS_PORT] -- COMMAND.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from platformdirs import user_cache_path

LOCAL_SLACK = ("local-slack-linux-x64", "0.1.8")
EMULATE = ("emulate", "0.12.2")
SECONDS_TO_COME_UP = 30.0
INSIDE, OUTSIDE = "server.sock", "events.sock"
_SIOCGIFFLAGS, _SIOCSIFFLAGS, _UP = 0x8913, 0x8914, 0x1

Opens = Callable[[], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]


class NoPeer(Exception):
    """Why a peer cannot run here: one line."""


def installed(package: tuple[str, str]) -> Path:
    """The folder of a package, fetched by npm where it is not there yet. Raises NoPeer."""
    name, version = package
    folder = user_cache_path("beatbook") / "peers" / f"{name}-{version}"
    there = folder / "node_modules" / name
    if there.is_dir():
        return there
    npm = shutil.which("npm")
    if npm is None:
        raise NoPeer(f"npm is not installed, so {name} cannot be: the tests over real Slack servers are left out")
    folder.mkdir(parents=True, exist_ok=True)
    command = [npm, "install", "--no-save", "--ignore-scripts", "--prefix", str(folder), f"{name}@{version}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or not there.is_dir():
        raise NoPeer(f"npm cannot install {name}@{version}: {(done.stderr.strip().splitlines() or ['?'])[-1]}")
    return there


def apart() -> list[str]:
    """The command that starts another in a network of its own; raises NoPeer where none can be made."""
    for command in (["unshare", "-n"], ["unshare", "-rn"]):
        if (
            shutil.which("unshare")
            and subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0
        ):
            return command
    raise NoPeer("no network namespace can be made here (unshare -n), and local-slack listens on every interface")


@contextmanager
def running(command: list[str], folder: Path, port: int, events_port: int = 0) -> Iterator[Path]:
    """A server in a network of its own; the socket file that leads to its port.

    What the server sends to `events_port` there arrives at the socket file `OUTSIDE` in the folder here.
    """
    program = [*apart(), sys.executable, "-m", __name__, str(folder), str(port), str(events_port), "--", *command]
    with (
        (folder / "server.log").open("wb") as log,
        subprocess.Popen(program, stdout=log, stderr=log, stdin=subprocess.PIPE) as process,
    ):
        try:
            yield folder / INSIDE
        finally:
            # It ends, and its server with it, when nobody holds the other end of its input.
            process.communicate()


async def come_up(path: Path) -> None:
    """Wait until something answers at the socket file."""
    async with asyncio.timeout(SECONDS_TO_COME_UP):
        while True:
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_unix_connection(path)
                writer.close()
                return
            await asyncio.sleep(0.05)


def _loopback_up() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        wanted = struct.pack("16sh14x", b"lo", 0)
        flags = struct.unpack("16sh14x", fcntl.ioctl(any_socket, _SIOCGIFFLAGS, wanted))[1]
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | _UP))


async def relay(opens: Opens, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Bytes both ways, until one side ends."""
    try:
        far_reader, far_writer = await opens()
    except OSError:
        writer.close()
        return
    await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


async def _serve(folder: Path, port: int, events_port: int, command: list[str]) -> None:
    _loopback_up()
    process = await asyncio.create_subprocess_exec(*command)
    try:
        await _until_open(port)
        inward = await asyncio.start_unix_server(
            lambda r, w: relay(lambda: asyncio.open_connection("127.0.0.1", port), r, w), folder / INSIDE
        )
        if events_port:
            await asyncio.start_server(
                lambda r, w: relay(lambda: asyncio.open_unix_connection(folder / OUTSIDE), r, w),
                "127.0.0.1", events_port,
            )  # fmt: skip
        async with inward:
            parent = asyncio.create_task(asyncio.to_thread(sys.stdin.read))
            await asyncio.wait({parent, asyncio.create_task(process.wait())}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        os._exit(0)


async def _until_open(port: int) -> None:
    async with asyncio.timeout(SECONDS_TO_COME_UP):
        while True:
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.05)


def main(arguments: list[str]) -> None:
    """Without arguments: fetch what the tests need. With them: run a server, in the network this was started in."""
    if not arguments:
        for package in (LOCAL_SLACK, EMULATE):
            installed(package)
        return
    folder, port, events_port, _, *command = arguments
    asyncio.run(_serve(Path(folder), int(port), int(events_port), command))


if __name__ == "__main__":
    main(sys.argv[1:])
