"""The demo as a process: it says where it is, ends cleanly, and names a taken port."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from demo.run import run_demo

START = (
    "import asyncio, sys; from demo.run import run_demo; "
    "sys.exit(asyncio.run(run_demo(port={port})))"
)


def start(port: int, folder: Path) -> subprocess.Popen[str]:
    here = str(Path.cwd())
    return subprocess.Popen(
        [sys.executable, "-c", START.format(port=port)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": here},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
def test_it_starts_says_where_and_ends_on_sigterm(tmp_path: Path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = start(port, tmp_path)
    said = ""
    assert running.stdout
    assert running.stderr
    while f"127.0.0.1:{port}" not in said:
        line = running.stdout.readline()
        assert line, running.stderr.read()
        said += line
    address = f"http://127.0.0.1:{port}"
    assert httpx.get(address).status_code == 200
    assert httpx.get(f"{address}/sign-in").status_code == 200
    me = httpx.get(f"{address}/bot42:DEMO/getMe").json()["result"]
    assert me["is_bot"]
    assert httpx.get(f"{address}/client/users").status_code == 200
    running.send_signal(signal.SIGTERM)
    _, errors = running.communicate(timeout=20)
    assert running.returncode == 0
    assert errors == ""
    assert (tmp_path / "var" / "demo.sqlite").exists()


@pytest.mark.slow
def test_a_taken_port_is_named(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        running = start(port, tmp_path)
        said, _ = running.communicate(timeout=30)
    assert running.returncode == 1
    assert str(port) in said


async def test_a_folder_that_cannot_be_written_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("demo.run.play", refuse)
    monkeypatch.setattr("demo.run.set_up_logs", lambda _: None)
    assert await run_demo("127.0.0.1", 0) == 1
    assert "cannot be written" in capsys.readouterr().out
