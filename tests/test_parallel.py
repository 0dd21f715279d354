"""Results in order, of as many items as there are, though some fail or kill their worker."""

from __future__ import annotations

import errno
import os
import pickle
import resource
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from functools import partial
from itertools import count, islice
from pathlib import Path
from types import ModuleType
from typing import Any

import joblib
import numpy as np
import pytest

import summarize
from summarize import (
    Brief,
    Document,
    Failure,
    ModelNotFoundError,
    PluginError,
    SettingsError,
    Summarizer,
    UnknownNameError,
    read,
)
from summarize.documents import Skipped
from summarize.embedding import BUNDLED
from summarize.parallel import AHEAD, as_completed, in_order
from summarize.reading.topics import held

SEEDS = Path(__file__).parent.parent / "seeds"
TEXT = "The harbour bridge closed on Monday after engineers found cracks in pillar {}."


@pytest.fixture(params=[1, pytest.param(2, marks=pytest.mark.slow)])
def n_jobs(request: pytest.FixtureRequest) -> int:
    return int(request.param)


def square(number: int) -> int:
    time.sleep(0.02 * (number % 3))
    return number * number


def moody(number: int) -> int:
    if number == 2:
        raise ValueError
    if number == 3:
        raise KeyError("x")
    if number == 5:
        raise SettingsError("five is too many")
    return number


def deadly(number: int) -> int:
    if number in (3, 4):
        os._exit(9)
    return number


def no_model(number: int) -> int:
    raise ModelNotFoundError("no model")


def test_results_come_in_the_order_of_the_items(n_jobs: int) -> None:
    assert list(in_order(square, range(50), n_jobs)) == [k * k for k in range(50)]
    assert list(in_order(square, [], n_jobs)) == []


def first_is_last(number: int, done: Path) -> int:
    """Wait with the first until others, more than are taken in ahead, are done."""
    deadline = time.monotonic() + 60
    while number == 0 and len(list(done.iterdir())) < 3 * AHEAD and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.02)  # slower than the caller, or the workers find nothing to do
    (done / str(number)).touch()
    return number * number


def test_each_result_comes_when_it_is_ready(tmp_path: Path) -> None:
    results = as_completed(partial(first_is_last, done=tmp_path), range(4 * AHEAD), 2)
    found = [next(results) for _ in range(3 * AHEAD)]
    assert 0 not in dict(found)
    found.extend(results)
    assert sorted(found) == [(k, k * k) for k in range(4 * AHEAD)]


def test_each_result_has_the_number_of_its_item(n_jobs: int) -> None:
    assert dict(as_completed(moody, range(7), n_jobs)) == dict(
        enumerate(in_order(moody, range(7), n_jobs))
    )


def test_what_fails_stands_in_its_place(n_jobs: int) -> None:
    assert list(in_order(moody, range(7), n_jobs)) == [
        *(0, 1),
        Failure(2, "ValueError"),
        Failure(3, "KeyError: 'x'"),
        4,
        Failure(5, "five is too many"),
        6,
    ]


def test_what_is_wrong_with_all_ends_the_run(n_jobs: int) -> None:
    with pytest.raises(ModelNotFoundError, match="no model"):
        list(in_order(no_model, range(50), n_jobs))


@pytest.mark.slow
def test_what_kills_its_worker_fails_and_the_rest_goes_on() -> None:
    results = list(in_order(deadly, range(40), 2))
    for k in (3, 4):
        assert isinstance(results[k], Failure)
        assert results[k].index == k
        assert results[k].reason.startswith("its worker process died, and again when")
    assert [r for r in results if not isinstance(r, Failure)] == [0, 1, 2, *range(5, 40)]


def hungry(number: int, marks: Path) -> int:
    if number == 3 or (number == 5 and not (marks / "5").exists()):
        (marks / str(number)).touch()
        raise OSError(errno.ENOMEM, "cannot") if number == 5 else MemoryError
    return number


def limited(number: int) -> int:
    """Ask for more memory than the system gives this process."""
    if number == 4:
        resource.setrlimit(resource.RLIMIT_AS, (2**32, resource.RLIM_INFINITY))
        return len(bytes(2**33))
    return number


@pytest.mark.slow
def test_what_finds_no_memory_is_tried_again_alone(tmp_path: Path) -> None:
    results = list(in_order(partial(hungry, marks=tmp_path), range(40), 2))
    assert results == [*range(3), Failure(3, "out of memory"), *range(4, 40)]
    (tmp_path / "5").unlink()
    alone = list(in_order(partial(hungry, marks=tmp_path), range(7), 1))
    assert alone == [*range(3), Failure(3, "out of memory"), 4, Failure(5, "out of memory"), 6]


@pytest.mark.slow
def test_a_worker_that_gets_no_more_memory() -> None:
    assert list(in_order(limited, range(8), 2)) == [*range(4), Failure(4, "out of memory"), 5, 6, 7]


def test_arrays_need_no_room_on_the_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "full").touch()
    monkeypatch.setenv("JOBLIB_TEMP_FOLDER", str(tmp_path / "full"))
    large = [np.full(2**18, k) for k in range(4)]  # joblib would put them in files
    assert list(in_order(len, large, 2)) == [2**18] * 4


INTERRUPTED = """
import os, signal
from summarize.parallel import in_order

def held_back(item):
    if item == 3 and not os.path.exists("died"):
        open("died", "w").close()
        os._exit(9)
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []), os.getpid()

outcomes = list(in_order(held_back, range(8), n_jobs=2))
assert all(held for held, _ in outcomes), outcomes
assert os.getpid() not in {process for _, process in outcomes}
assert not held_back(0)[0]
"""


@pytest.mark.slow
def test_an_interrupt_is_for_this_process_alone(tmp_path: Path) -> None:
    """Workers, the first and those in the place of a dead one, would write a traceback each."""
    subprocess.run([sys.executable, "-c", INTERRUPTED], cwd=tmp_path, check=True)
    assert (tmp_path / "died").exists()


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_items_without_end_are_taken_in_as_they_are_needed(jobs: int) -> None:
    taken: list[int] = []
    threads = set()

    def endless() -> Iterator[int]:
        for number in count():
            taken.append(number)
            threads.add(threading.get_ident())
            yield number

    results = in_order(square, endless(), jobs)
    assert taken == []
    for k in range(40):
        assert next(results) == k * k
        time.sleep(0.01)  # slower than the workers: they must wait
        assert len(taken) <= k + 1 + AHEAD * jobs
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        results.close()  # type: ignore[attr-defined]
    assert threads == {threading.get_ident()}  # what is bound to a thread can be an item's source
    assert list(in_order(square, range(4), jobs)) == [0, 1, 4, 9]


def test_error_of_the_source_comes_after_the_results_before_it(n_jobs: int) -> None:
    def broken() -> Iterator[int]:
        yield from range(5)
        raise OSError("the source broke")

    results = in_order(square, broken(), n_jobs)
    assert list(islice(results, 5)) == [0, 1, 4, 9, 16]
    with pytest.raises(OSError, match="the source broke"):
        next(results)


@pytest.mark.parametrize("jobs", [0, 1.5, True, "2"])
def test_bad_number_of_jobs(jobs: Any) -> None:
    with pytest.raises(SettingsError, match="n_jobs must be an integer, and not 0; got"):
        in_order(square, [], jobs)


def test_joblib_decides_where_and_is_asked_when_the_call_is_made() -> None:
    with joblib.parallel_config("threading", n_jobs=2):
        idents = in_order(lambda _: threading.get_ident(), range(20))
    assert threading.get_ident() not in set(idents)


class Careless:
    """What a user may give: not safe in threads, and slow to be made."""

    made, inside, most = 0, 0, 0

    def __setstate__(self, state: object) -> None:
        time.sleep(0.05)
        Careless.made += 1

    def __getstate__(self) -> str:
        return "so that it is called"

    def __call__(self, number: int) -> int:
        Careless.inside += 1
        Careless.most = max(Careless.most, Careless.inside)
        time.sleep(0.02)
        Careless.inside -= 1
        return number


def test_threads_of_one_worker_take_turns_at_what_is_loaded_once() -> None:
    with joblib.parallel_config("threading", n_jobs=4):
        assert list(in_order(Careless(), range(8))) == list(range(8))
    assert (Careless.made, Careless.most) == (1, 1)


@pytest.mark.parametrize("name", [n for n in summarize.__all__ if n.endswith("Error")])
def test_every_error_travels(name: str) -> None:
    error = getattr(summarize, name)
    given = {"UnknownNameError": ("kind", "x", "ab"), "MissingExtraError": ("what", "pdf")}
    sent = error(*given.get(name, ("why",)))
    got = pickle.loads(pickle.dumps(sent))
    assert (type(got), str(got)) == (error, str(sent))


# summarize_many


def topics(n: int) -> Iterator[Iterator[str]]:
    for k in range(n):
        yield (TEXT.format(number) for number in (k, k + 1))


def test_briefs_are_those_of_summarize(n_jobs: int) -> None:
    paths = sorted(SEEDS.glob("*.txt"))
    seeds = read(*paths)
    many = list(Summarizer(max_points=3).summarize_many([seeds, paths, list(seeds)], n_jobs))
    one = Summarizer(max_points=3).summarize(seeds)
    assert many == [one, one, one]
    assert isinstance(many[0], Brief)
    assert many[0].documents == one.documents


def test_topics_that_cannot_be_summarized(n_jobs: int) -> None:
    def torn() -> Iterator[str]:
        yield "A first text."
        raise OSError("torn")

    given: list[Any] = [["A bridge closed."], [], "one text", torn(), [3], [Document(" ")]]
    results = list(Summarizer().summarize_many(given, n_jobs))
    assert isinstance(results[0], Brief)
    reasons = [r.reason for r in results[1:] if isinstance(r, Failure)]
    assert "no source was given" in reasons[0]
    assert "got one str: give a list" in reasons[1]
    assert reasons[2:4] == [
        "OSError: torn",
        "a document must be a str, a Path or a Document; got a int",
    ]
    assert "a document: empty" in reasons[4]


def test_a_callable_of_any_kind_is_a_setting_in_every_process() -> None:
    def letters(texts: list[str]) -> Any:  # neither at the top of a module nor importable
        return np.array([[t.count(c) for c in "aeiou"] for t in texts])

    one, two = (
        list(Summarizer(embedder=letters).summarize_many(topics(5), n_jobs)) for n_jobs in (1, 2)
    )
    assert one == two
    assert all(isinstance(brief, Brief) for brief in one)


@pytest.mark.slow
def test_a_callable_that_no_worker_has_the_memory_for() -> None:
    summarizer = Summarizer(embedder=_Huge())
    assert list(summarizer.summarize_many(topics(1), 2)) == [Failure(0, "out of memory")]


@pytest.mark.slow
def test_a_callable_whose_module_a_worker_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("only_here")
    exec("def letters(texts): return [[1.0]] * len(texts)", module.__dict__)
    monkeypatch.setitem(sys.modules, "only_here", module)
    summarizer = Summarizer(embedder=module.letters)
    told = r"^a callable .* by a worker \(ModuleNotFoundError: .*'only_here'\); install"
    with pytest.raises(PluginError, match=told):
        list(summarizer.summarize_many(topics(2), 2))
    monkeypatch.setattr("summarize.partitions.LARGE", 100)
    with pytest.raises(PluginError, match=told):
        summarizer.summarize([TEXT.format(k) for k in range(8)], n_jobs=2)


@pytest.mark.parametrize(
    "files", [["in/a.txt", "in/b.txt"], ["in"], ["in/*.txt"], ["./in", "c.csv"]]
)
def test_relative_paths_are_those_of_the_caller(
    files: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker may be in another folder: here the same process, by the time that it reads."""
    here = tmp_path / "here [1]"  # where a pattern begins, there is none
    (here / "in").mkdir(parents=True)
    for name in ("a", "b"):
        (here / "in" / f"{name}.txt").write_text(TEXT.format(name), encoding="utf-8")
    (here / "in" / "c.png").touch()
    (here / "c.csv").write_text(f"id,text\n7,{TEXT.format('c')}\n", encoding="utf-8")
    monkeypatch.chdir(here)
    topic = [Path(name) for name in [*files, "nowhere.txt"]]
    expected = summarize.summarize(topic)
    sent = pickle.loads(pickle.dumps(held(topic)))
    monkeypatch.chdir(tmp_path)
    brief = Summarizer().summarize(sent)
    assert brief == expected
    assert {source.path for source in brief.sources} == {s.path for s in expected.sources}
    assert brief.skipped == expected.skipped
    assert brief.skipped[-1] == Skipped("nowhere.txt", "no such file")


def test_a_model_in_a_relative_folder_is_that_of_the_caller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As above: what is sent is unpickled elsewhere."""
    (tmp_path / "model").symlink_to(BUNDLED)
    monkeypatch.chdir(tmp_path)
    here = Summarizer(embedder="model")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    there = pickle.loads(pickle.dumps(here))
    assert there.settings == here.settings
    assert there.summarize(next(topics(1))) == here.summarize(next(topics(1)))


def test_places_of_relative_paths_are_those_of_the_caller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("summarize.partitions.LARGE", 100)
    (tmp_path / "in").mkdir()
    for name in ("a", "b"):
        (tmp_path / "in" / f"{name}.txt").write_text(TEXT.format(name), encoding="utf-8")
    topic = [Path("in")]
    expected = Summarizer().summarize(topic, n_jobs=1)
    sent = held(topic)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert Summarizer().summarize(sent, n_jobs=1) == expected


def test_a_callable_that_cannot_travel_is_refused() -> None:
    lock = threading.Lock()

    def locked(texts: list[str]) -> Any:
        with lock:
            return np.ones((len(texts), 2))

    summarizer = Summarizer(embedder=locked)
    assert len(list(summarizer.summarize_many(topics(2), 1))) == 2
    with pytest.raises(PluginError, match=r"cannot be sent to other processes \(.*use n_jobs=1"):
        summarizer.summarize_many(topics(2), 2)


def test_models_are_loaded_once_a_process(tmp_path: Path) -> None:
    summarizer = Summarizer(embedder=_Loaded(tmp_path))
    assert len(list(summarizer.summarize_many(topics(12), 2))) == 12
    loads = [int(path.read_text()) for path in tmp_path.iterdir()]
    assert 1 <= len(loads) == len(set(loads)) <= 2


@pytest.mark.slow
def test_models_are_loaded_once_a_process_for_a_large_topic(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("summarize.partitions.LARGE", 100)
    monkeypatch.setattr("summarize.partitions.PARTITION_CHARS", 1000)
    documents = [TEXT.format(f"{k} on the {place} side") for k in range(40) for place in "ABC"]
    assert Summarizer(embedder=_Loaded(tmp_path)).summarize(documents, n_jobs=2).points
    loads = [int(path.read_text()) for path in tmp_path.iterdir()]
    assert 1 <= len(loads) == len(set(loads)) <= 2


class _Huge:
    """An embedder that there is no room for anywhere else."""

    def __setstate__(self, state: dict[str, Any]) -> None:
        raise MemoryError

    def __getstate__(self) -> dict[str, Any]:
        return {"size": "huge"}

    def __call__(self, texts: list[str]) -> Any:
        return np.ones((len(texts), 2))


class _Loaded:
    """An embedder that leaves a file each time it is loaded in another process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        (self.folder / f"{time.time_ns()}-{os.getpid()}").write_text(str(os.getpid()))

    def __call__(self, texts: list[str]) -> Any:
        return np.ones((len(texts), 2))


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        ({"embedder": "nope"}, ModelNotFoundError, "embedder 'nope' is not on this machine"),
        ({"keep": ("nope",)}, UnknownNameError, "unknown cleaning rule 'nope'"),
    ],
)
def test_what_is_wrong_with_the_settings_is_raised(
    settings: dict[str, Any], error: type[Exception], message: str, n_jobs: int
) -> None:
    with pytest.raises(error, match=message):
        list(Summarizer(**settings).summarize_many(topics(3), n_jobs))


@pytest.mark.slow
def test_an_embedder_that_kills_its_process() -> None:
    def embed(texts: list[str]) -> Any:
        if any("pillar 4" in text for text in texts):
            os._exit(137)
        return np.ones((len(texts), 2))

    given = [[TEXT.format(k)] for k in range(8)]
    results = list(Summarizer(embedder=embed).summarize_many(given, 2))
    assert [k for k, r in enumerate(results) if isinstance(r, Failure)] == [4]
    assert sum(isinstance(r, Brief) for r in results) == 7
