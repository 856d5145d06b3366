"""A Ray cluster of three processes on this machine, of which parts are killed: no row is lost, none doubled.

``make scale`` runs this with the extra ``ray`` installed; the weekly workflow sets KILLS=50.
"""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import corpus_rows
import psutil
import pytest

KILLS = int(os.environ.get("KILLS", "5"))
ROWS = int(os.environ.get("ROWS", "3000"))
HANGS = 600
# Ray keeps its token in the home, and every test has one of its own.
SETTINGS = {
    "OMP_NUM_THREADS": "1",
    "RAY_AUTH_MODE": "token",
    "RAY_AUTH_TOKEN": "scale" * 8,
}
LOOPBACK = "127.0.0.1"
RAY = str(Path(sys.executable).with_name("ray"))


def free_port() -> int:
    with socket.socket() as found:
        found.bind((LOOPBACK, 0))
        return int(found.getsockname()[1])


class Node:
    """One node of a cluster: a process, with those below it."""

    def __init__(self, *arguments: str) -> None:
        command = [RAY, "start", "--block", f"--node-ip-address={LOOPBACK}", "--disable-usage-stats"]
        self.process = subprocess.Popen(
            [*command, "--num-cpus=1", *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, **SETTINGS},
        )

    def processes(self) -> list[psutil.Process]:
        """All its processes."""
        with suppress(psutil.NoSuchProcess):
            first = psutil.Process(self.process.pid)
            return [first, *first.children(recursive=True)]
        return []

    def kill(self) -> None:
        """End all its processes at once, as a machine that loses power does."""
        for each in self.processes():
            with suppress(psutil.NoSuchProcess):
                each.kill()
        self.process.wait()


class Cluster:
    """A head without processors to work on, and two nodes with one each."""

    def __init__(self) -> None:
        self.address = f"{LOOPBACK}:{free_port()}"
        port = self.address.partition(":")[2]
        self.head = Node("--head", f"--port={port}", "--include-dashboard=false", "--num-cpus=0")
        self._wait_for_head()
        self.nodes = [self.add(), self.add()]

    def _wait_for_head(self) -> None:
        for _ in range(HANGS):
            with (
                suppress(OSError),
                socket.create_connection((LOOPBACK, int(self.address.partition(":")[2])), 1),
            ):
                return
            time.sleep(0.5)
        raise AssertionError("the head does not start")

    def add(self) -> Node:
        """One node more."""
        return Node(f"--address={self.address}")

    def replace(self, index: int) -> None:
        """A node is lost, and another one comes."""
        self.nodes[index].kill()
        self.nodes[index] = self.add()

    def workers(self) -> list[psutil.Process]:
        """The worker processes of the actors."""
        found = []
        for node in self.nodes:
            for each in node.processes():
                with suppress(psutil.NoSuchProcess):
                    if "summarize.corpora.worker" in each.cmdline():
                        found.append(each)
        return found

    def close(self) -> None:
        """End everything."""
        for node in (*self.nodes, self.head):
            node.kill()


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    made = Cluster()
    yield made
    made.close()


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rows, of which some fail."""
    every = corpus_rows.rows(ROWS)
    for number in range(50, ROWS, 400):
        every[number]["text"] = None
    return corpus_rows.write(tmp_path_factory.mktemp("rows") / "rows.jsonl", every)


def started(rows: Path, output: Path, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "summarize", "batch", str(rows), "-o", str(output), "--keep", "page"]
    return subprocess.Popen(
        [*command, "--shard-rows", "50", *arguments], stderr=subprocess.PIPE, env={**os.environ, **SETTINGS}
    )


def ended(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    _, said = process.communicate(timeout=HANGS)
    return process.returncode, said.decode()


@pytest.fixture(scope="module")
def expected(rows: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What the local engine makes of the rows, undisturbed."""
    output = tmp_path_factory.mktemp("local")
    code, said = ended(started(rows, output, "--workers", "2"))
    assert code == 3, said
    assert len(corpus_rows.read(output)) == ROWS
    return corpus_rows.results(output)


def addresses(processes: list[psutil.Process]) -> set[str]:
    """The addresses that sockets of these processes are bound or connected to."""
    found = set()
    for each in processes:
        with suppress(psutil.Error):
            for one in each.net_connections("inet"):
                found |= {end.ip for end in (one.laddr, one.raddr) if end}
    return found


def test_kills_of_workers_nodes_and_the_driver_lose_nothing(
    cluster: Cluster, rows: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    dice = random.Random(17)
    output, shards = tmp_path / "out", -(-ROWS // 50)
    arguments = ("--engine", "ray", "--ray-address", cluster.address, "--workers", "2")
    run = started(rows, output, *arguments)
    kinds = (["worker", "node", "driver", "worker", "node"] * KILLS)[:KILLS]
    for number, kind in enumerate(kinds):
        # The next kill comes when so many parts are there: after a part of the work, not of the time.
        least = (number + 1) * shards // (KILLS + 2)
        while len(list(output.glob("part-*"))) < least:
            assert run.poll() in (None, 3), run.stderr and run.stderr.read()
            time.sleep(0.1)
        if kind == "worker":
            for worker in cluster.workers()[:1]:
                worker.kill()
        elif kind == "node":
            cluster.replace(dice.randrange(2))
        else:
            run.send_signal(signal.SIGKILL)
            ended(run)
            run = started(rows, output, *arguments)
    code, said = ended(run)
    assert code == 3, said
    assert corpus_rows.results(output) == expected


def test_nothing_leaves_this_machine_and_no_statistics_are_kept(
    cluster: Cluster, rows: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    run = started(rows, tmp_path, "--engine", "ray", "--workers", "2")  # a cluster of its own
    seen: set[str] = set()
    statistics: set[str | None] = set()
    commands: list[str] = []
    while run.poll() is None:
        with suppress(psutil.NoSuchProcess):
            every = [psutil.Process(run.pid), *psutil.Process(run.pid).children(recursive=True)]
            seen |= addresses(every)
            for each in every:
                with suppress(psutil.Error):
                    command, environment = " ".join(each.cmdline()), each.environ()
                    commands.append(command)
                    if "/raylet/raylet" in command or "/gcs_server" in command:
                        statistics.add(environment.get("RAY_USAGE_STATS_ENABLED"))
        time.sleep(0.2)
    code, said = ended(run)
    assert code == 3, said
    assert corpus_rows.results(tmp_path) == expected
    own = {one.address for every in psutil.net_if_addrs().values() for one in every} | {"0.0.0.0", "::"}
    assert {address.removeprefix("::ffff:") for address in seen} <= own
    assert statistics == {"0"}
    assert any("raylet" in command for command in commands)
    # Ray starts this program in any case, to ask whether there are statistics to send; it serves nothing.
    pages = [command for command in commands if "/dashboard/dashboard.py" in command]
    assert all("--disable-frontend" in command for command in pages)


def test_a_cluster_that_is_not_there_is_said_in_one_line(rows: Path, tmp_path: Path) -> None:
    run = started(rows, tmp_path, "--engine", "ray", "--ray-address", f"{LOOPBACK}:{free_port()}")
    code, said = ended(run)
    assert code == 1
    assert said.count("\n") == 1
    assert said.startswith("summarize: no Ray cluster at 127.0.0.1:")


def test_an_evaluation_on_a_cluster_is_that_of_one_process(cluster: Cluster, tmp_path: Path) -> None:
    lines = [
        {"id": row["id"], "source": row["text"], "references": [row["text"]]}
        for row in corpus_rows.rows(120)[1::3]
    ]
    data = corpus_rows.write(tmp_path / "data.jsonl", lines)
    command = [sys.executable, "-m", "summarize", "eval", "run", str(data), "--languages", "ru"]
    engines = {"one": [], "ray": ["--engine", "ray", "--ray-address", cluster.address, "--workers", "2"]}
    tasks, outputs = [], []
    for name, engine in engines.items():
        out = tmp_path / name
        ran = subprocess.run(
            [*command, "--kind", "extractive", "--out", str(out), *engine],
            check=True, env={**os.environ, **SETTINGS}, timeout=HANGS, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        assert ran.returncode == 0
        tasks.append(json.loads((out / "results.json").read_bytes())["tasks"])
        journal = [json.loads(line) for line in (out / "predictions.jsonl").read_text("utf-8").splitlines()]
        outputs.append([{**each, "seconds": None} for each in journal])
    assert tasks[0] == tasks[1]
    assert outputs[0] == outputs[1]
    assert len(outputs[0]) == 40
    assert len(list((tmp_path / "ray" / "batches").glob("*/part-*"))) == 3
