"""The schema: one on both databases, made in steps that can be taken back, shipped in the wheel."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect
from sqlalchemy import event as hooks
from sqlalchemy.exc import OperationalError

from adapters.state.database import engine_for
from adapters.state.errors import StateError
from adapters.state.migrating import downgrade, keep_journal, upgrade
from adapters.state.state import State
from adapters.state.tables import metadata
from tests.adapters.state.conftest import event
from tests.adapters.state.faults import Faults

TOP = Path(__file__).resolve().parents[3]
NEWER = "UPDATE alembic_version SET version_num = '9999'"


def schema(engine: Engine) -> dict[str, list[str]]:
    """Every table with its columns, keys and indexes, as text."""
    with engine.connect() as connection:
        look = inspect(connection)
        return {
            table: [
                *(str(column) for column in look.get_columns(table)),
                str(look.get_pk_constraint(table)),
                *sorted(str(index) for index in look.get_indexes(table)),
            ]
            for table in sorted(look.get_table_names())
        }


def test_up_down_up_is_the_same_schema(bare_url: str) -> None:
    engine = engine_for(bare_url)
    upgrade(engine)
    first = schema(engine)
    downgrade(engine)
    assert list(schema(engine)) == ["alembic_version"]
    upgrade(engine)
    assert schema(engine) == first
    assert set(first) == {*metadata.tables, "alembic_version"}
    engine.dispose()


def test_tables_and_steps_agree(bare_url: str) -> None:
    engine = engine_for(bare_url)
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_names_are_the_same_on_both(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    urls = [f"sqlite:///{tmp_path / 's.sqlite'}", request.getfixturevalue("postgres").database()]
    names = []
    for url in urls:
        engine = engine_for(url)
        upgrade(engine)
        with engine.connect() as connection:
            look = inspect(connection)
            tables = sorted(set(look.get_table_names()) - {"alembic_version"})
            names.append(
                [
                    (
                        table,
                        [(column["name"], column["nullable"]) for column in look.get_columns(table)],
                        look.get_pk_constraint(table)["name"],
                        sorted((str(index["name"]), index["column_names"]) for index in look.get_indexes(table)),
                    )
                    for table in tables
                ]
            )
        engine.dispose()
    assert names[0] == names[1]


def test_the_schema_of_a_newer_version_serves_this_one(bare_url: str) -> None:
    State.open(bare_url).close()
    engine = engine_for(bare_url)
    with engine.begin() as connection:
        connection.exec_driver_sql(NEWER)
    state = State.open(bare_url)
    assert state.take([event(1)]) == [True]
    state.close()
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one() == "9999"
    engine.dispose()


def test_several_open_a_new_database_at_once(bare_url: str) -> None:
    with ThreadPoolExecutor(6) as pool:
        states = list(pool.map(State.open, [bare_url] * 6))
    assert sum(state.take([event(1)])[0] for state in states) == 1
    for state in states:
        state.close()


def test_several_processes_open_a_new_database_at_once(bare_url: str) -> None:
    code = "import sys; from adapters.state.state import State; State.open(sys.argv[1]).close()"
    command = [sys.executable, "-c", code, bare_url]
    running = [subprocess.Popen(command, cwd=TOP, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [process.communicate()[1] for process in running] == [""] * 3
    assert [process.returncode for process in running] == [0] * 3


def test_a_step_that_breaks_leaves_nothing_behind(bare_url: str) -> None:
    engine = engine_for(bare_url)
    if engine.dialect.name == "sqlite":
        keep_journal(engine)
    broken = 0
    for nth in range(1, 200):
        faults = Faults(engine, nth)
        try:
            upgrade(engine)
        except OperationalError:
            assert schema(engine) == {}
            broken += 1
            continue
        finally:
            faults.remove()
        break
    assert broken > 15
    assert set(schema(engine)) == {*metadata.tables, "alembic_version"}
    engine.dispose()


def test_a_fault_while_opening_is_one_of_ours(bare_url: str) -> None:
    def fail(*_: object) -> None:
        raise hooks_fault

    hooks_fault = Faults.fault("sqlite")
    hooks.listen(Engine, "begin", fail)
    try:
        with pytest.raises(StateError):
            State.open(bare_url)
    finally:
        hooks.remove(Engine, "begin", fail)
    State.open(bare_url).close()


def test_the_wheel_holds_the_steps(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=TOP, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    steps = (TOP / "adapters" / "state" / "migrations").rglob("*.py")
    wanted = {path.relative_to(TOP).as_posix() for path in steps}
    assert len(wanted) >= 3
    assert wanted <= set(zipfile.ZipFile(wheel).namelist())
