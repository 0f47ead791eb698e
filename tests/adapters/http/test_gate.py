"""The gate: whatever Slack did not sign just now is refused before anything happens; what it signed gets through."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import AsyncIterator, Callable

import pytest
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from adapters.http.door import Limits
from adapters.http.gate import MOST_BYTES, MOST_SECONDS_OF_A_BODY, Gate, NoSecret
from adapters.http.metrics import Metrics
from adapters.http.refusals import LINES_AT_ONCE, REASONS, STATUS, Refusals
from tests.adapters.http.standing import BODY, NOW, OLD_SECRET, PATH, SECRET, logged, raw, sealed, signature, standing

MUTATIONS, GENUINE, SEED = 5_000, 1_000, 20261122
AT = f"{NOW:.0f}"

Request = tuple[str, bytes, dict[str, str]]

BROKEN_TIMESTAMPS = (
    "", "abc", "1.5", "0", "-1790000000", "+790000000", "179000000", "17900000000", "1790000000.0", "1_790_000_00",
    "179000 000", "0x6ab13b80", "1e9", "NaN", "\u0661" * 10, "\uff11" * 10, "9" * 5_000, "1790000000;",
    "1790000000,1790000000",
)  # fmt: skip
BROKEN_SIGNATURES = (
    "", "v0=", "v0", "v1={hex}", "V0={hex}", "{hex}", "v0={HEX}", "v0={hex}0", "v0={short}", "v0= {hex}", "v0={hex};",
    "v0=ü{short}", "v0={short}ü", "v0=" + "g" * 64, "v0=" + "\u0660" * 64, "v0={hex},v0={hex}",
    "sha256={hex}", "v0=" + "0" * 5_000,
)  # fmt: skip


def broken_signature(pattern: str, body: bytes = BODY) -> str:
    digest = signature(AT, body)[3:]
    return pattern.format(hex=digest, HEX=digest.upper(), short=digest[:-1])


def another(chance: random.Random, letter: str, letters: str = "0123456789abcdef") -> str:
    return chance.choice([other for other in letters if other != letter])


def other_body(chance: random.Random, body: bytes) -> Request:
    place = chance.randrange(len(body))
    flipped = body[:place] + bytes([body[place] ^ 1 << chance.randrange(8)]) + body[place + 1 :]
    changed = [flipped, body + b" ", body[:-1], body[1:], body * 2, b"", b"\xef\xbb\xbf" + body, chance.randbytes(50)]
    return "POST", chance.choice(changed), sealed(body)


def other_signature(chance: random.Random, body: bytes) -> Request:
    headers = sealed(body)
    digest = headers["X-Slack-Signature"]
    place = chance.randrange(3, len(digest))
    forged = digest[:place] + another(chance, digest[place]) + digest[place + 1 :]
    return "POST", body, headers | {"X-Slack-Signature": forged}


def no_signature_of_ours(chance: random.Random, body: bytes) -> Request:
    return "POST", body, sealed(body) | {"X-Slack-Signature": broken_signature(chance.choice(BROKEN_SIGNATURES), body)}


def other_secret(chance: random.Random, body: bytes) -> Request:
    return "POST", body, sealed(body, secret=chance.choice([OLD_SECRET, SECRET[:-1], SECRET.upper(), "", " " + SECRET]))


def other_time(chance: random.Random, body: bytes) -> Request:
    near = str(int(NOW) + chance.choice([-1, 1]) * chance.randint(1, 300))
    return "POST", body, sealed(body) | {"X-Slack-Request-Timestamp": near}


def long_ago(chance: random.Random, body: bytes) -> Request:
    apart = chance.choice([-1, 1]) * chance.choice([301, 302, 360, 3_600, 86_400, chance.randint(301, 700_000_000)])
    return "POST", body, sealed(body, str(int(NOW) + apart))


def no_time(chance: random.Random, body: bytes) -> Request:
    return "POST", body, sealed(body, chance.choice(BROKEN_TIMESTAMPS))


def lacking(chance: random.Random, body: bytes) -> Request:
    headers = sealed(body)
    for name in chance.choice([["X-Slack-Signature"], ["X-Slack-Request-Timestamp"], list(headers)]):
        del headers[name]
    return "POST", body, headers


def other_method(chance: random.Random, body: bytes) -> Request:
    return chance.choice(["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "PROPFIND"]), body, sealed(body)


def compressed(chance: random.Random, body: bytes) -> Request:
    return "POST", body, sealed(body) | {"Content-Encoding": chance.choice(["gzip", "deflate", "br", "identity"])}


KINDS: tuple[Callable[[random.Random, bytes], Request], ...] = (
    other_body, other_body, other_signature, other_signature, no_signature_of_ours, other_secret, other_time, long_ago,
    no_time, lacking, other_method, compressed,
)  # fmt: skip


def test_thousands_of_forgeries_are_refused_and_nothing_genuine_is() -> None:
    chance = random.Random(SEED)  # noqa: S311 - the same forgeries each time
    genuine = [chance.randbytes(chance.randint(0, 2_000)) for _ in range(GENUINE)]
    forged = [chance.choice(KINDS)(chance, chance.choice([BODY, chance.randbytes(200)])) for _ in range(MUTATIONS)]
    forged = [one for one in forged if one[0] != "POST" or one[2] != sealed(one[1])]  # no letters: its own capitals
    assert len(forged) >= MUTATIONS - 5

    async def run() -> tuple[list[int], list[int]]:
        async with standing() as at:
            jobs = [at.post(body, headers, method) for method, body, headers in forged]
            for number, body in enumerate(genuine):
                at_some_time = str(int(NOW) + chance.randint(-300, 300))
                jobs.insert(number * 6, at.post(body, sealed(body, at_some_time)))
            statuses = await asyncio.gather(*jobs)
            places = {number * 6 for number in range(GENUINE)}
            assert len(at.bodies) == GENUINE
            assert sum(at.refused().values()) == len(forged)
            good = [status for place, status in enumerate(statuses) if place in places]
            return good, [status for place, status in enumerate(statuses) if place not in places]

    with logged() as log:
        good, bad = asyncio.run(run())
    assert set(good) == {200}
    assert set(bad) <= set(STATUS.values())
    assert all(400 <= status < 500 for status in bad)
    told = log.of("request_refused")
    assert sum(record["count"] for record in told) == len(forged)
    assert len(told) <= (LINES_AT_ONCE + 1) * len(REASONS)
    assert len(told) == len(log.records), "something else was logged"


TABLE = [
    ("genuine", sealed(), BODY, 200),
    ("empty and signed", sealed(b""), b"", 200),
    ("not UTF-8 and signed", sealed(b"\xff\xfe"), b"\xff\xfe", 200),
    ("300 seconds old", sealed(timestamp=str(int(NOW) - 300)), BODY, 200),
    ("301 seconds old", sealed(timestamp=str(int(NOW) - 301)), BODY, 401),
    ("300 seconds ahead", sealed(timestamp=str(int(NOW) + 300)), BODY, 200),
    ("301 seconds ahead", sealed(timestamp=str(int(NOW) + 301)), BODY, 401),
    ("the largest", sealed(b"x" * MOST_BYTES), b"x" * MOST_BYTES, 200),
    ("one byte too many", sealed(b"x" * (MOST_BYTES + 1)), b"x" * (MOST_BYTES + 1), 413),
    ("a megabyte", sealed(b"x" * 2**20), b"x" * 2**20, 413),
    ("ssl_check", {"Content-Type": "application/x-www-form-urlencoded"}, b"ssl_check=1&token=x", 401),
    ("unsigned challenge", {}, b'{"type":"url_verification","challenge":"c"}', 401),
    ("deep JSON", {}, b"[" * 100_000, 401),
    *((f"timestamp {text[:20]!r}", sealed(timestamp=text), BODY, 401) for text in BROKEN_TIMESTAMPS),
    *(
        (f"signature {text[:20]!r}", sealed() | {"X-Slack-Signature": broken_signature(text)}, BODY, 401)
        for text in BROKEN_SIGNATURES
    ),
]


@pytest.mark.parametrize(("headers", "body", "status"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_each_case(headers: dict[str, str], body: bytes, status: int) -> None:
    async def run() -> tuple[int, int]:
        async with standing() as at:
            return await at.post(body, headers), len(at.bodies)

    with logged() as log:
        assert asyncio.run(run()) == (status, 1 if status == 200 else 0)
    assert len(log.records) == (status != 200)
    assert BODY.decode() not in log.text


def test_a_secret_can_be_replaced_by_another() -> None:
    async def run() -> list[int]:
        async with standing(secrets=(SECRET, OLD_SECRET)) as at:
            return [await at.post(BODY, sealed(secret=secret)) for secret in (SECRET, OLD_SECRET, "neither")]

    assert asyncio.run(run()) == [200, 200, 401]


@pytest.mark.parametrize("secrets", [(), ("",), (SECRET, " ")])
def test_no_gate_without_a_secret(secrets: tuple[str, ...]) -> None:
    with pytest.raises(NoSecret, match="BEATBOOK_SLACK_SIGNING_SECRET"):
        Gate(secrets, lambda: NOW, Refusals(Metrics().refused, lambda: 0.0))


def test_the_gate_is_a_middleware_too() -> None:
    async def run() -> list[int]:
        refusals = Refusals(Metrics().refused, lambda: 0.0)
        app = web.Application(middlewares=[Gate((SECRET,), lambda: NOW, refusals).middleware()])

        async def handler(request: web.Request) -> web.Response:
            return web.Response(text=await request.text())

        app.router.add_post("/", handler)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port = runner.addresses[0][1]
        try:
            async with standing() as at:
                url = f"http://127.0.0.1:{port}/"
                statuses = []
                for headers in (sealed(), {}):
                    async with at.session.post(url, data=BODY, headers=headers) as answer:
                        statuses.append(answer.status)
                return statuses
        finally:
            await runner.cleanup()

    assert asyncio.run(run()) == [200, 401]


def test_a_body_of_unknown_length_is_bounded_too() -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"x" * 10_000

    async def run() -> tuple[int, dict[str, float]]:
        async with standing() as at:
            return await at.post(endless(), sealed()), at.refused()

    assert asyncio.run(run()) == (413, {"too_large": 1})


def test_a_slow_body_is_not_waited_for() -> None:
    assert Limits().body == MOST_SECONDS_OF_A_BODY == 10.0
    began = time.monotonic()

    async def run() -> tuple[list[bytes], dict[str, float]]:
        async with standing(limits=Limits(body=0.3, linger=0.1)) as at:
            answers = await asyncio.gather(*(at.talk(raw()[:-5]) for _ in range(20)))
            return answers, at.refused()

    answers, refused = asyncio.run(run())
    assert all(answer.startswith(b"HTTP/1.1 408") for answer in answers)
    assert refused == {"slow": 20}
    assert time.monotonic() - began < 3


def test_a_trickle_is_slow() -> None:
    async def run() -> bytes:
        async with standing(limits=Limits(body=0.3, linger=0.1)) as at:
            reader, writer = await asyncio.open_connection("127.0.0.1", at.surface.port())
            writer.write(raw()[: -len(BODY)])
            answering = asyncio.create_task(reader.read(12))
            for byte in BODY[:-1]:
                if not answering.done():
                    writer.write(bytes([byte]))
                    await asyncio.sleep(0.02)
            answer = await answering
            writer.close()
            return answer

    assert asyncio.run(run()).startswith(b"HTTP/1.1 408")


@pytest.mark.parametrize("cut", [1, 50, len(BODY) - 1])
def test_a_body_that_breaks_off_is_no_fault_of_ours(cut: int) -> None:
    async def run() -> tuple[dict[str, float], float, int]:
        async with standing() as at:
            await at.talk(raw()[:-cut], end=True, seconds=0.5)
            reset_reader, reset = await asyncio.open_connection("127.0.0.1", at.surface.port())
            reset.write(raw()[:-cut])
            await asyncio.sleep(0.05)
            reset.transport.abort()
            await asyncio.sleep(0.1)
            assert reset_reader is not None
            return at.refused(), at.counted("beatbook_http_faults_total"), len(at.bodies)

    with logged() as log:
        refused, faults, done = asyncio.run(run())
    assert refused.get("broken", 0) >= 1
    assert (faults, done) == (0, 0)
    assert "fault" not in log.text


SMUGGLED = raw(head="POST /elsewhere HTTP/1.1")
MALFORMED = {
    "words": b"burglary in Camden\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)),
    "HTTP 2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP 9": raw(head=f"POST {PATH} HTTP/9.9"),
    "HTTP 0.9": b"POST /slack/events\r\n\r\n",
    "no version": raw(head=f"POST {PATH}"),
    "SSH": b"SSH-2.0-OpenSSH_9.2\r\n",
    "NULs": b"\0" * 2_000 + b"\r\n\r\n",
    "negative length": raw(extra="Content-Length: -1"),
    "two lengths": raw(extra="Content-Length: 5"),
    "length of letters": raw().replace(b"Content-Length: ", b"Content-Length: x"),
    "length and chunks": raw(extra="Transfer-Encoding: chunked"),
    "chunks of nonsense": raw(b"zz\r\n").replace(b"Content-Length: 4", b"Transfer-Encoding: chunked"),
    "endless chunk": raw(b"f" * 40 + b"\r\n").replace(b"Content-Length: 42", b"Transfer-Encoding: chunked"),
    "transfer encoding unknown": raw(extra="Transfer-Encoding: gzip"),
    "no colon": raw(extra="Nonsense"),
    "space before colon": raw(extra="X-Slack-Signature : v0=0"),
    "folded": raw(extra="X: a\r\n b"),
    "NUL in a header": raw(extra="X: a\0b"),
    "bare CR in a header": raw(extra="X: a\rb"),
    "second timestamp": raw(extra=f"X-Slack-Request-Timestamp: {AT}"),
    "second signature": raw(extra=f"x-slack-signature: {signature(AT, BODY)}"),
    "Latin-1 in a signature": raw().replace(b"v0=", b"v0=\xfc"),
    "long line": raw(head=f"POST {PATH}?{'x' * 9_000} HTTP/1.1"),
    "long header": raw(extra=f"X: {'x' * 20_000}"),
    "many headers": raw(extra="\r\n".join(f"X-{n}: 1" for n in range(200))),
    "fat headers": raw(extra="\r\n".join(f"X-{n}: {'x' * 7_000}" for n in range(10))),
    "expects": raw(extra="Expect: 100-continue"),
    "expects nonsense": raw(extra="Expect: tea"),
    "path with NUL": raw(head="POST /slack/events%00 HTTP/1.1"),
    "path up": raw(head="POST /slack/../slack/events/ HTTP/1.1"),
    "other path": raw(head="POST /slack/event HTTP/1.1"),
    "other case": raw(head="POST /Slack/Events HTTP/1.1"),
    "proxy": raw(head="CONNECT slack.com:443 HTTP/1.1"),
    "upgrade, forged": raw(extra="Connection: Upgrade\r\nUpgrade: websocket").replace(b"burglary", b"robberyx"),
    "method of letters": raw(head=f"post {PATH} HTTP/1.1"),
    "method of signs": raw(head=f"P@ST {PATH} HTTP/1.1"),
    "forged, then another path": raw().replace(b"burglary", b"robberyx") + SMUGGLED,
}  # fmt: skip


@pytest.mark.parametrize("sent", MALFORMED.values(), ids=MALFORMED)
def test_what_is_malformed_is_refused_without_a_trace(sent: bytes) -> None:
    async def run() -> tuple[bytes, int, float, int]:
        async with standing(limits=Limits(body=0.3, linger=0.1, idle=1.0)) as at:
            answer = await at.talk(sent)
            assert await at.post(BODY, sealed()) == 200, "the door still stands"
            return answer, len(at.bodies), at.counted("beatbook_http_faults_total"), int(sum(at.refused().values()))

    with logged() as log:
        answer, done, faults, refused = asyncio.run(run())
    assert done == 1, "only the genuine one was worked on"
    assert faults == 0
    statuses = re.findall(rb"HTTP/[01]\.\d (\d+) ", answer)
    assert all(status[:1] == b"4" for status in statuses), answer
    assert statuses or refused == 0, "counted, but not answered"
    assert refused == len(log.of("request_refused")) == len(log.records)
    assert b"Python" not in answer
    assert b"burglary" not in answer
    assert "burglary" not in log.text


def test_the_library_behind_sees_only_what_is_signed() -> None:
    """The requests that slack-bolt alone answers with 500 and a traceback, or with 200 though nobody signed them."""

    async def authorize(**_: object) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="", bot_id="B1", bot_user_id="U1")

    bolt = AsyncApp(signing_secret=SECRET, authorize=authorize, request_verification_enabled=False)

    async def handler(request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await bolt.async_dispatch(await to_bolt_request(request)))

    challenge = b'{"type":"url_verification","challenge":"c"}'
    unsigned = (b"\xff\xfe", b"[" * 100_000, b"null", b"[]", b"ssl_check=1", challenge, b"")

    async def run() -> tuple[list[int], int]:
        async with standing(handler=handler) as at:
            refused = [await at.post(body, sealed() if body == b"" else {}) for body in unsigned]
            refused += [await at.post(BODY, sealed(timestamp=text)) for text in ("abc", "1.5", "9" * 5_000)]
            return refused, await at.post(challenge, sealed(challenge))

    with logged() as log:
        refused, answered = asyncio.run(run())
    assert set(refused) == {401}
    assert answered == 200
    assert "fault" not in log.text
