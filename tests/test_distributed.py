"""The same calls on a real Dask cluster: a scheduler and two workers, started here, on loopback."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread, Timer
from typing import Any

import joblib
import numpy as np
import psutil
import pytest
from click.testing import CliRunner
from test_batch import briefs, topics, write_lines

import summarize
from summarize import (
    Brief,
    Document,
    Failure,
    MissingExtraError,
    PluginError,
    SchedulerError,
    Summarizer,
    WorkerError,
)
from summarize.cli import main
from summarize.keeping import clear, new_folder
from summarize.scheduler import running_on

pytestmark = [
    pytest.mark.distributed,
    pytest.mark.enable_socket,
    # Dask's own, when a worker is killed under it or its loop ends while a message is on its way.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
SECONDS = 60


@contextmanager
def processes() -> Iterator[list[psutil.Process]]:
    """Collect processes; end them and all their children."""
    started: list[psutil.Process] = []
    try:
        yield started
    finally:
        family = [p for each in started for p in (each, *children(each))]
        for process in family:
            if process.is_running():
                process.kill()
        psutil.wait_procs(family, timeout=10)


def children(process: psutil.Process) -> list[psutil.Process]:
    return process.children(recursive=True) if process.is_running() else []


def dask(what: str, *words: str, log: Path) -> psutil.Process:
    package = str(Path(summarize.__file__).parent.parent)
    # As on machines of their own, what is temporary is in a place of each process.
    temporary = log.with_suffix(".tmp")
    temporary.mkdir()
    environment = {
        **os.environ,
        "TMPDIR": str(temporary),
        "PYTHONPATH": package,
        "OMP_NUM_THREADS": "1",
        # So that what kills three workers is given up in seconds.
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "2",
    }
    command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *words, "--no-dashboard"]
    with log.open("w") as file:
        return psutil.Popen(command, env=environment, stdout=file, stderr=file, cwd=log.parent)


def address_in(log: Path) -> str:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if found := re.search(r"Scheduler at:\s+(tcp://\S+)", log.read_text()):
            return found[1]
        time.sleep(0.05)
    raise AssertionError(log.read_text())


@contextmanager
def cluster(
    folder: Path, n_workers: int, options: tuple[str, ...] = ()
) -> Iterator[tuple[str, psutil.Process]]:
    """Start a scheduler and workers of one thread each; yield its address and its process."""
    with processes() as started:
        log = folder / "scheduler.log"
        started.append(dask("scheduler", "--host", "127.0.0.1", "--port", "0", log=log))
        address = address_in(log)
        for k in range(n_workers):
            words = (address, "--host", "127.0.0.1", "--nthreads", "1", *options)
            started.append(dask("worker", *words, log=folder / f"worker{k}.log"))
        yield address, started[0]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a scheduler that has two workers of one thread each."""
    with cluster(tmp_path_factory.mktemp("dask"), n_workers=2) as (address, _):
        yield address


@pytest.fixture
def client(address: str) -> Iterator[Any]:
    from distributed import Client

    with Client(address, timeout=SECONDS) as client:
        client.wait_for_workers(2, timeout=SECONDS)
        yield client


def given(n: int) -> list[list[str]]:
    return [[document["text"] for document in topic["documents"]] for topic in topics(n)]


def pids(client: Any) -> dict[str, int]:
    return dict(client.run(os.getpid))


def test_briefs_are_the_local_ones(client: Any) -> None:
    summarizer = Summarizer(max_points=2)
    local = list(summarizer.summarize_many([*given(12), []]))
    with joblib.parallel_config("dask", client=client):
        many = summarizer.summarize_many([*given(12), []])
    assert list(many) == local
    assert isinstance(local[0], Brief)
    assert isinstance(local[12], Failure)


def test_a_worker_killed_half_way_loses_nothing(client: Any) -> None:
    def slow(texts: list[str]) -> Any:
        time.sleep(0.1)
        return np.array([[t.count(c) for c in "aeiou"] for t in texts])

    summarizer = Summarizer(embedder=slow)
    with joblib.parallel_config("dask", client=client):
        many = summarizer.summarize_many(given(60))
    first = [next(many) for _ in range(5)]
    before = pids(client)
    os.kill(next(iter(before.values())), signal.SIGKILL)
    found = [*first, *many]
    client.wait_for_workers(2, timeout=SECONDS)
    assert set(pids(client).values()) != set(before.values())  # it was killed, and has a successor
    assert found == list(summarizer.summarize_many(given(60)))


def test_a_topic_that_kills_every_worker_fails_and_the_rest_goes_on(client: Any) -> None:
    def deadly(texts: list[str]) -> Any:
        if any("Ward 3," in text or "Ward 3 " in text for text in texts):
            os.kill(os.getpid(), signal.SIGKILL)
        return np.ones((len(texts), 2))

    with joblib.parallel_config("dask", client=client):
        results = list(Summarizer(embedder=deadly).summarize_many(given(8)))
    assert [k for k, result in enumerate(results) if isinstance(result, Failure)] == [3]
    assert "its worker process died" in results[3].reason  # type: ignore[union-attr]


def test_a_topic_that_takes_all_memory_fails_and_the_rest_goes_on(client: Any) -> None:
    def greedy(texts: list[str]) -> Any:
        if any("Ward 3," in text or "Ward 3 " in text for text in texts):
            raise MemoryError
        return np.ones((len(texts), 2))

    with joblib.parallel_config("dask", client=client):
        results = list(Summarizer(embedder=greedy).summarize_many(given(8)))
    assert results[3] == Failure(3, "out of memory")
    assert sum(isinstance(result, Brief) for result in results) == 7


def test_who_wants_no_more_frees_the_cluster(client: Any) -> None:
    with joblib.parallel_config("dask", client=client):
        many = Summarizer().summarize_many(given(60))
    next(many)
    many.close()  # type: ignore[attr-defined]
    deadline = time.monotonic() + 10
    while client.who_has() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert dict(client.who_has()) == {}


def test_command(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_lines([*topics(10), "broken"], tmp_path / "topics.jsonl")
    words = ["batch", "topics.jsonl", "-f", "json", "-o"]
    local = CliRunner().invoke(main, [*words, "local"])
    far = CliRunner().invoke(main, [*words, "far", "--scheduler", address])
    assert (local.exit_code, far.exit_code) == (1, 1), far.output
    assert briefs("far") == briefs("local")
    assert far.stderr == local.stderr.replace("local", "far")


def test_a_folder_of_topics_is_found_by_workers_in_other_folders(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for k, texts in enumerate(given(3)):
        Path("in", f"topic {k}").mkdir(parents=True)
        for row, text in enumerate(texts):
            Path("in", f"topic {k}", f"{row}.txt").write_text(text, encoding="utf-8")
    words = ["batch", "in", "-f", "json", "-o"]
    local = CliRunner().invoke(main, [*words, "local"])
    far = CliRunner().invoke(main, [*words, "far", "--scheduler", address])
    assert (local.exit_code, far.exit_code) == (0, 0), far.output
    assert briefs("far") == briefs("local")
    assert len(briefs("far")) == 3


# What is not there


def test_no_scheduler_is_told_in_seconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_lines(topics(1), tmp_path / "topics.jsonl")
    start = time.monotonic()
    words = ["batch", "topics.jsonl", "-o", "out", "--scheduler", "tcp://127.0.0.1:9"]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 2
    assert result.stderr.startswith("summarize: error: no Dask scheduler answers at tcp://127.0")
    assert time.monotonic() - start < 15
    assert not Path("out").exists()


def test_a_service_that_is_no_scheduler_is_told_in_seconds() -> None:
    start = time.monotonic()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with (
            pytest.raises(SchedulerError, match=f"no Dask scheduler answers at {address}: not wit"),
            running_on(address),
        ):
            pass
    assert time.monotonic() - start < SECONDS


@pytest.mark.parametrize(
    "junk",
    [
        b"HTTP/1.1 400 Bad Request\r\n\r\n" * 20,
        b"SSH-2.0-OpenSSH_9.2\r\n" * 3,
        b"\xff" * 64,
        b"\0" * 64,
    ],
    ids=["http", "ssh", "ones", "zeros"],
)
def test_a_service_that_talks_of_other_things(junk: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def talk() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:  # the test is over
                    return
                with connection:
                    connection.sendall(junk)

        Thread(target=talk, daemon=True).start()
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(SchedulerError) as caught, running_on(address):
            pass
    assert str(caught.value) == (
        f"no Dask scheduler answers at {address}: what answers there is something else"
    )


@pytest.mark.parametrize(
    ("address", "reason"),
    [("nonsense", "missing port number"), ("xyz://127.0.0.1:1", "unknown address scheme 'xyz'")],
)
def test_no_address_at_all(address: str, reason: str) -> None:
    with (
        pytest.raises(SchedulerError, match=f"no Dask scheduler answers at {address}: {reason}"),
        running_on(address),
    ):
        pass


def test_no_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("summarize.scheduler.WORKERS_SECONDS", 1)
    with (
        cluster(tmp_path, n_workers=0) as (address, _),
        pytest.raises(SchedulerError, match=r"has no workers; start some: dask worker tcp://"),
        running_on(address),
    ):
        pass


def test_workers_with_another_version(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summarize, "__version__", "9.9")
    with (
        pytest.raises(SchedulerError, match=r"summarize is 9\.9 here, but 0\.\S+ on tcp://"),
        running_on(address),
    ):
        pass


def slow() -> Any:
    """An embedder that travels whole: the workers do not know this module."""

    def embed(texts: list[str]) -> Any:
        time.sleep(0.3)
        return np.ones((len(texts), 2))

    return embed


def test_a_scheduler_that_goes_away(tmp_path: Path) -> None:
    with cluster(tmp_path, n_workers=1) as (address, scheduler), running_on(address):
        many = Summarizer(embedder=slow()).summarize_many(given(40))
        next(many)
        scheduler.kill()
        with pytest.raises(SchedulerError, match="connection to the Dask scheduler was lost"):
            list(many)


def test_workers_that_go_away_for_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("summarize.on_dask.LOOK_SECONDS", 0.1)
    monkeypatch.setattr("summarize.on_dask.DESERTED_SECONDS", 1.0)
    from distributed import Client

    with (
        cluster(tmp_path, n_workers=1, options=("--no-nanny",)) as (address, _),
        running_on(address),
        Client(address, timeout=SECONDS) as client,
    ):
        many = Summarizer(embedder=slow()).summarize_many(given(40))
        next(many)
        (worker,) = pids(client).values()
        os.kill(worker, signal.SIGKILL)
        with pytest.raises(SchedulerError, match="has had no worker for"):
            list(many)


def test_an_address_that_needs_certificates() -> None:
    with (
        pytest.raises(SchedulerError, match=r"tls://127\.0\.0\.1:1: Dask's configuration has no"),
        running_on("tls://127.0.0.1:1"),
    ):
        pass


def test_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(MissingExtraError, match=r'pip install "summarize\[distributed\]"'),
        running_on("tcp://127.0.0.1:9"),
    ):
        pass


# One topic larger than a machine


def large(n_documents: int) -> list[Document]:
    """Return reports on one event by many sources, each with its own words on it."""
    return [
        Document(
            f"The old harbour bridge closed on Monday after engineers found {k + 2} cracks in it. "
            f"The mayor said that repairs would cost {k % 9 + 3} million euros this year. "
            f"Witness {k} of Ward {k % 7} told reporters that ferries now carry the commuters.",
            id=f"d{k}",
        )
        for k in range(n_documents)
    ]


@pytest.fixture
def _partitioned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("summarize.partitions.LARGE", 1000)
    monkeypatch.setattr("summarize.partitions.PARTITION_CHARS", 4000)


@pytest.mark.usefixtures("_partitioned")
def test_a_large_topic_is_that_of_one_machine(client: Any) -> None:
    documents = large(300)
    with joblib.parallel_config("sequential"):
        local = Summarizer(max_points=3).summarize(documents)
    with joblib.parallel_config("dask", client=client):
        far = Summarizer(max_points=3).summarize(documents)
    assert far == local
    assert far.points
    assert any("partitions" in note or "approximated" in note for note in far.notes)


@pytest.mark.usefixtures("_partitioned")
def test_a_worker_killed_under_a_large_topic_loses_nothing(client: Any) -> None:
    def slow(texts: list[str]) -> Any:
        time.sleep(0.2)
        return np.array([[t.count(c) for c in "aeiou"] for t in texts], dtype=np.float32)

    summarizer = Summarizer(embedder=slow, max_points=3)
    documents = large(300)
    before = pids(client)
    assassin = Timer(1.5, os.kill, (next(iter(before.values())), signal.SIGKILL))
    assassin.start()
    with joblib.parallel_config("dask", client=client):
        far = summarizer.summarize(documents)
    assert assassin.finished.is_set()  # it was killed before the brief was there
    client.wait_for_workers(2, timeout=SECONDS)
    assert set(pids(client).values()) != set(before.values())
    with joblib.parallel_config("sequential"):
        assert far == summarizer.summarize(documents)


@pytest.mark.usefixtures("_partitioned")
def test_a_partition_that_kills_every_worker_is_an_error_and_no_hang(client: Any) -> None:
    here = os.getpid()

    def deadly(texts: list[str]) -> Any:
        if os.getpid() != here and any(text.startswith("Witness 150 ") for text in texts):
            os.kill(os.getpid(), signal.SIGKILL)
        return np.array([[t.count(c) for c in "aeiou"] for t in texts], dtype=np.float32)

    documents = large(300)
    start = time.monotonic()
    with (
        joblib.parallel_config("dask", client=client),
        pytest.raises(WorkerError, match=r"^partition \d+ of the topic: its worker process died"),
    ):
        Summarizer(embedder=deadly, max_points=3).summarize(documents)
    assert time.monotonic() - start < SECONDS
    # The cluster is free for what comes next.
    client.wait_for_workers(2, timeout=SECONDS)
    with joblib.parallel_config("dask", client=client):
        assert Summarizer(max_points=3).summarize(documents).points


@pytest.mark.usefixtures("_partitioned")
def test_what_a_partition_raises_is_raised_here(client: Any) -> None:
    here = os.getpid()

    def wrong(texts: list[str]) -> Any:
        return np.ones((1 if os.getpid() != here else len(texts), 2))

    before = digests(client)
    with (
        joblib.parallel_config("dask", client=client),
        pytest.raises(PluginError, match="must return an array of shape"),
    ):
        Summarizer(embedder=wrong).summarize(large(100))
    assert digests(client) == before


def digests(client: Any) -> dict[str, set[str]]:
    """Return the files of topics in the temporary folder of each worker; a killed one left its."""
    found = client.run(lambda: [str(p) for p in Path(tempfile.gettempdir()).rglob("*.digest")])
    return {worker: set(paths) for worker, paths in found.items()}


@pytest.mark.usefixtures("_partitioned")
def test_digests_lie_with_the_workers_and_go_with_the_topic(client: Any) -> None:
    seen: set[str] = set()
    before = digests(client)

    stop = Event()

    def watch() -> None:
        while not stop.is_set():
            seen.update(name for name, paths in digests(client).items() if paths - before[name])

    watcher = Thread(target=watch)
    watcher.start()
    try:
        with joblib.parallel_config("dask", client=client):
            assert Summarizer(max_points=3).summarize(large(300)).points
    finally:
        stop.set()
        watcher.join()
    assert len(seen) == 2
    assert digests(client) == before


@pytest.mark.usefixtures("_partitioned")
def test_what_a_killed_caller_left_with_the_workers_goes_with_the_next_topic(client: Any) -> None:
    code = "from summarize.keeping import new_folder; print(new_folder())"
    owner = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    left, ours = owner.stdout.strip(), new_folder()  # of a process that is gone, and of this one

    def leave() -> None:
        for name in (left, ours):
            Path(tempfile.gettempdir(), name).mkdir()

    def kept() -> set[str]:
        return {path.name for path in Path(tempfile.gettempdir()).glob("summarize-*")}

    client.run(leave)
    try:
        with joblib.parallel_config("dask", client=client):
            assert Summarizer(max_points=3).summarize(large(60)).points
        found = client.run(kept).values()
        assert len(found) == 2
        assert all(left not in names and ours in names for names in found)
    finally:
        client.run(clear, left, ours)


@pytest.mark.usefixtures("_partitioned")
def test_a_scheduler_that_goes_away_under_a_large_topic(tmp_path: Path) -> None:
    with cluster(tmp_path, n_workers=1) as (address, scheduler), running_on(address):
        Timer(1.5, scheduler.kill).start()
        with pytest.raises(SchedulerError, match="connection to the Dask scheduler was lost"):
            Summarizer(embedder=slow()).summarize(large(300))


@pytest.mark.usefixtures("_partitioned")
def test_command_on_a_large_topic(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    for document in large(60):
        Path("in", f"{document.id}.txt").write_text(document.text, encoding="utf-8")
    with joblib.parallel_config("sequential"):
        local = CliRunner().invoke(main, ["in", "-f", "json"])
    far = CliRunner().invoke(main, ["in", "-f", "json", "--scheduler", address])
    assert (local.exit_code, far.exit_code) == (0, 0), far.output
    assert far.stdout == local.stdout


def test_command_without_a_scheduler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("The bridge closed on Monday.", encoding="utf-8")
    result = CliRunner().invoke(main, ["a.txt", "--scheduler", "tcp://127.0.0.1:9"])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "error: no Dask scheduler answers at tcp://127.0.0.1:9" in result.stderr
