"""The doors: health, readiness, metrics, and a place for the genuine however many others stand there."""

from __future__ import annotations

import asyncio
import re
import time

import pytest
from aiohttp import web

from adapters.desk.watch import Watch
from adapters.http.door import Limits
from adapters.http.health import Check, Checks, Pulse, threaded
from adapters.http.metrics import METRICS, PROCESS, Metrics
from adapters.http.refusals import LINES_AT_ONCE, REASONS, SECONDS_OF_A_LINE, STATUS, Refusals
from adapters.http.surface import Addresses, CannotListen
from tests.adapters.http.standing import BODY, HandedClock, logged, raw, sealed, standing


async def well() -> str:
    return ""


async def full() -> str:
    return "less than 64 MiB are free"


async def broken() -> str:
    raise OSError("postgresql://desk:canary@db/beatbook is gone")


async def hung() -> str:
    await asyncio.sleep(60)
    return ""


READY: list[tuple[dict[str, Check], int, str]] = [
    ({}, 200, '{"ready": true, "reasons": {}}'),
    ({"state": well}, 200, '{"ready": true, "reasons": {}}'),
    ({"state": full}, 503, '{"ready": false, "reasons": {"state": "less than 64 MiB are free"}}'),
    ({"state": broken}, 503, '{"ready": false, "reasons": {"state": "the check failed: OSError"}}'),
    ({"a": well, "b": hung}, 503, '{"ready": false, "reasons": {"b": "no answer within 0.3 s"}}'),
]  # fmt: skip


@pytest.mark.parametrize(("checks", "status", "body"), READY)
def test_readiness_says_why(checks: dict[str, Check], status: int, body: str) -> None:
    async def run() -> tuple[tuple[int, str], float]:
        async with standing(checks=checks) as at:
            answer = await at.get("/readyz")
            return answer, at.counted("beatbook_ready")

    assert asyncio.run(run()) == ((status, body), status == 200)


def test_a_check_that_hangs_is_not_started_again() -> None:
    started = 0

    def look() -> str:
        nonlocal started
        started += 1
        time.sleep(0.4)
        return ""

    async def run() -> list[dict[str, str]]:
        checks = Checks({"state": threaded(look)}, time.monotonic, seconds=0.1, holds=0.0)
        answers = [await checks.reasons() for _ in range(3)]
        await asyncio.sleep(0.3)
        answers.append(await checks.reasons())
        await checks.close()
        return answers

    *hanging, last = asyncio.run(run())
    assert hanging == [{"state": "no answer within 0.1 s"}] * 3
    assert last == {}
    assert started <= 2


def test_one_look_serves_everybody_for_a_second() -> None:
    started = 0

    async def look() -> str:
        nonlocal started
        started += 1
        return ""

    async def run() -> None:
        clock = HandedClock(0.0)
        checks = Checks({"state": look}, clock)
        await asyncio.gather(*(checks.reasons() for _ in range(100)))
        clock.now = 0.9
        await checks.reasons()
        assert started == 1
        clock.now = 1.0
        await checks.reasons()
        assert started == 2

    asyncio.run(run())


def test_who_stops_is_not_ready() -> None:
    async def run() -> tuple[int, str]:
        async with standing(checks={"state": well}) as at:
            at.checks.stop("stopping")
            return await at.get("/readyz")

    assert asyncio.run(run()) == (503, '{"ready": false, "reasons": {"process": "stopping"}}')


def test_health_tells_the_age_of_the_last_tick() -> None:
    async def run() -> tuple[int, str]:
        async with standing() as at:
            await asyncio.sleep(0.1)
            return await at.get("/healthz")

    status, body = asyncio.run(run())
    assert status == 200
    assert re.fullmatch(r'{"alive": true, "tick_age_seconds": 0\.\d+}', body)


def test_a_loop_that_does_not_tick_is_dead() -> None:
    async def run() -> None:
        clock = HandedClock(100.0)
        pulse = Pulse(clock, every=0.01)
        beating = asyncio.create_task(pulse.beat())
        await asyncio.sleep(0.05)
        assert pulse.beats()
        beating.cancel()
        clock.now = 105.0
        assert pulse.beats()
        assert pulse.lag() == pytest.approx(4.99)
        clock.now = 105.1
        assert not pulse.beats()

    asyncio.run(run())


def test_metrics_have_a_door_of_their_own() -> None:
    async def run() -> tuple[list[int], str]:
        async with standing(at=Addresses(port=0, metrics_port=0, metrics_host="localhost")) as at:
            assert at.surface.port("metrics") != at.surface.port("web")
            status, text = await at.get("/metrics", "metrics")
            others = [await at.get("/metrics"), await at.get("/readyz", "metrics"), await at.get("/healthz", "metrics")]
            return [status, *(other[0] for other in others)], text

    statuses, text = asyncio.run(run())
    assert statuses == [200, 404, 404, 404]
    assert "beatbook_queue_depth 0.0" in text


def everything_counted() -> Metrics:
    metrics = Metrics()
    for outcome in ("answer", "U024BE7LH"):
        metrics.answered(outcome, 0.01)
    for platform in ("slack", "T061EG9R6"):
        metrics.acknowledged(platform, 0.001)
        for why in ("passing", "U024BE7LH asked"):
            metrics.retried(platform, why)
            metrics.lost(platform, why)
    for reason in REASONS:
        metrics.refused(reason)
    for once in (metrics.shed, metrics.parked, metrics.worker_restarted, metrics.faulted):
        once()
    metrics.replied(0.1)
    metrics.ready(True)
    metrics.watch_queue(lambda: 7)
    return metrics


def test_the_names_and_labels_of_metrics_are_a_closed_list() -> None:
    text = everything_counted().text().decode()
    families = {re.sub(r"_created$", "", name) for name in re.findall(r"^# TYPE (\w+) ", text, re.MULTILINE)}
    known = {row.name for row in METRICS}
    assert families <= known | {name.removesuffix("_total") for name in known} | set(PROCESS)
    assert known <= families
    allowed = {(name, value) for row in METRICS for name, values in row.labels for value in (*values, "other")}
    assert {pair for pair in re.findall(r'(\w+)="([^"]*)"', text) if pair[0] != "le"} <= allowed
    assert "U024BE7LH" not in text
    assert "T061EG9R6" not in text
    assert "beatbook_queue_depth 7.0" in text


def test_two_processes_in_one_count_apart() -> None:
    one, other = Metrics(), Metrics()
    one.shed()
    assert one.registry.get_sample_value("beatbook_shed_total") == 1
    assert other.registry.get_sample_value("beatbook_shed_total") == 0


def test_the_desk_counts_with_these_metrics() -> None:
    watch: Watch = Metrics()
    watch.shed()


def test_every_reason_has_a_status_that_blames_the_asker() -> None:
    assert set(STATUS) == set(REASONS)
    assert all(400 <= STATUS[reason] < 500 for reason in REASONS if reason != "crowded")


def test_a_flood_of_refusals_is_told_sparingly() -> None:
    clock, metrics = HandedClock(0.0), Metrics()
    refusals = Refusals(metrics.refused, clock)
    with logged() as log:
        for _ in range(1_000):
            refusals.count("signature")
        refusals.count("stale", clock_apart_seconds=400)
        clock.now = SECONDS_OF_A_LINE
        refusals.count("signature")
        refusals.count("signature")
        refusals.tell_rest()
    told = [(record["reason"], record["count"]) for record in log.records]
    assert told == [("signature", 1)] * LINES_AT_ONCE + [("stale", 1), ("signature", 991), ("signature", 1)]
    assert log.records[LINES_AT_ONCE]["clock_apart_seconds"] == 400
    assert metrics.registry.get_sample_value("beatbook_refused_requests_total", {"reason": "signature"}) == 1_002


def test_connections_held_open_lock_nobody_out() -> None:
    async def run() -> tuple[list[int], float, float]:
        async with standing(limits=Limits(connections=20, linger=0.1)) as at:
            port = at.surface.port()
            silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(150)]
            for _, writer in silent[75:]:
                writer.write(raw()[:-1])
            await asyncio.sleep(0.1)
            began = time.monotonic()
            bodies = [BODY + b" " * n for n in range(50)]
            statuses = [await at.post(body, sealed(body)) for body in bodies]
            took = time.monotonic() - began
            number = at.counted("beatbook_http_connections")
            for _, writer in silent:
                writer.close()
            return statuses, number, took

    with logged() as log:
        statuses, number, took = asyncio.run(run())
    assert statuses == [200] * 50
    assert number <= 20
    assert took < 2
    assert "fault" not in log.text


def test_who_is_at_work_keeps_its_place() -> None:
    async def slow(_: web.Request) -> web.Response:
        await asyncio.sleep(0.5)
        return web.Response()

    async def run() -> tuple[list[bytes], bytes]:
        async with standing(limits=Limits(connections=5), handler=slow) as at:
            bodies = [BODY + b" " * n for n in range(5)]
            working = [asyncio.create_task(at.talk(raw(body, "Connection: close"))) for body in bodies]
            await asyncio.sleep(0.2)
            late = await at.talk(raw(extra="Connection: close"))
            return await asyncio.gather(*working), late

    done, late = asyncio.run(run())
    assert all(answer.startswith(b"HTTP/1.1 200") for answer in done)
    assert late == b""


def test_headers_are_bounded_together_too() -> None:
    async def run() -> tuple[list[int], dict[str, float]]:
        async with standing() as at:
            fat = [{f"X-{n}": "x" * 3_000 for n in range(number)} for number in (5, 12)]
            return [await at.post(BODY, sealed() | headers) for headers in fat], at.refused()

    assert asyncio.run(run()) == ([200, 431], {"headers": 1})


def test_a_fault_behind_the_gate_is_counted_and_told_by_its_type() -> None:
    async def failing(_: web.Request) -> web.Response:
        raise RuntimeError("about burglary in Camden")

    async def run() -> tuple[int, float]:
        async with (
            standing(handler=failing) as at,
            at.session.post(f"{at.base}/slack/events", data=BODY, headers=sealed()) as answer,
        ):
            assert await answer.read() == b""
            return answer.status, at.counted("beatbook_http_faults_total")

    with logged() as log:
        assert asyncio.run(run()) == (500, 1)
    (record,) = log.records
    assert record["fault"]["type"] == "RuntimeError"
    assert any("test_surface.py" in place for place in record["fault"]["at"])
    assert len(record["request"]) == 16
    assert "Camden" not in log.text


def test_every_answer_says_little() -> None:
    async def run() -> list[dict[str, str]]:
        async with standing() as at:
            headers = []
            for path in ("/healthz", "/readyz", "/metrics", "/elsewhere", "/slack/events"):
                async with at.session.get(at.base + path) as answer:
                    headers.append(dict(answer.headers))
            return headers

    for headers in asyncio.run(run()):
        assert headers["Server"] == "beatbook"
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_port_that_is_taken_is_one_line() -> None:
    async def run() -> None:
        async with standing() as at:
            taken = at.surface.port()
            with pytest.raises(CannotListen, match=rf"cannot listen on 127\.0\.0\.1:{taken}: .*BEATBOOK_HTTP_PORT"):
                async with standing(at=Addresses(port=taken)):
                    pass
            with pytest.raises(CannotListen, match="BEATBOOK_METRICS_PORT"):
                async with standing(at=Addresses(port=0, metrics_port=taken)):
                    pass

    asyncio.run(run())


def test_loopback_unless_told_otherwise() -> None:
    assert Addresses().host == Addresses().metrics_host == "127.0.0.1"
