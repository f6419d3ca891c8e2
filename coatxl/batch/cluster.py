"""cluster: shards of some hundred files on the machines of a dask cluster (extra coatxl[cluster]).

One task a shard: what dask costs is paid once for 200 files, and an abort or a hang still costs one file, as each shard
is read by a local pool on its machine. A machine that is lost has its shards done by the others; a shard that the
cluster loses again and again is done here.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Generator, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from coatxl.batch import shard as shards
from coatxl.batch.cache import rule_set
from coatxl.batch.executors import Executor, ExecutorRefused, Outcome, check_address, usable_cpus
from coatxl.batch.pool import pool
from coatxl.batch.tasks import Task, Work
from coatxl.isolation import MIB, Limits
from coatxl.workbook.faults import Fault, Unreadable
from coatxl.workbook.source import read_bytes

if TYPE_CHECKING:
    from distributed import Client

SHARD_FILES = 200
SHARD_BYTES = 16 * MIB  # where files travel as bytes, shards wait in the memory of client and scheduler
AHEAD = 2  # shards for each thread of the cluster: one is done, one waits
RETRIES = 2
CONNECT = 10.0


def cluster(address: str, limits: Limits) -> Executor:
    """An executor on the cluster at dask://HOST:PORT; ExecutorRefused when it cannot be used."""
    place, as_bytes = check_address(address)

    def execute(task: Task, works: Iterable[Work]) -> Generator[Outcome, None, None]:
        with _connected(place) as client:
            yield from _execute(client, task, works, limits, as_bytes=as_bytes)

    return execute


@contextlib.contextmanager
def _connected(place: str) -> Iterator[Client]:
    """A client of the cluster, whose machines have the same coatxl."""
    try:
        import dask
        from distributed import Client
    except ImportError:
        raise ExecutorRefused('--executor dask://… 需要另外安装：pip install "coatxl[cluster]"') from None
    _silence()
    try:
        client = Client(f"tcp://{place}", timeout=CONNECT, set_as_default=False)
    except (OSError, TimeoutError, ValueError):
        raise ExecutorRefused(f"连接不到 dask 调度器 {place}；请确认 dask scheduler 已启动、地址和防火墙正确") from None
    try:
        _same_rules(client, place)
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):  # it would warn of each shard
            yield client
    finally:
        client.close(timeout=CONNECT)


def _silence() -> None:
    """Keep dask's own reports of lost connections from standing between ours; each of its loggers has its level."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _same_rules(client: Client, place: str) -> None:
    try:
        found: dict[str, str] = client.run(rule_set)
    except Exception as error:  # noqa: BLE001 — whatever the other side raised, ModuleNotFoundError first of all
        raise ExecutorRefused(
            f"集群 {place} 的工作机上不能运行 coatxl（{type(error).__name__}）；请安装同一版本"
        ) from None
    if not found:
        raise ExecutorRefused(f"集群 {place} 上没有工作机；请先启动 dask worker")
    if other := sorted(machine for machine, rules in found.items() if rules != rule_set()):
        raise ExecutorRefused(f"工作机 {other[0]} 上的 coatxl 或 Python 与本机不是同一版本；请安装同一版本")


def _execute(
    client: Client, task: Task, works: Iterable[Work], limits: Limits, *, as_bytes: bool
) -> Generator[Outcome, None, None]:
    from distributed import as_completed

    threads = sum(client.nthreads().values())
    cut = _cut_with_contents(works) if as_bytes else _cut(works)
    flying: dict[Any, list[Work]] = {}
    results = as_completed(loop=client.loop)
    lost: list[Work] = []
    failed: list[tuple[Work, Fault]] = []

    def start() -> None:
        for there, contents, faults in cut:
            failed.extend(faults)
            if there:
                question = shards.Shard(task, there, limits, contents)
                future = client.submit(check_on_machine, question, retries=RETRIES, pure=False)
                flying[future] = there
                results.add(future)
                return

    try:
        for _ in range(AHEAD * threads):
            start()
        for future in results:
            there = flying.pop(future)
            start()
            if future.status == "finished":
                by_position = {work.position: work for work in there}
                yield from ((by_position[position], outcome) for position, outcome in future.result())
            else:
                lost += there
            future.release()
        yield from failed
    finally:
        client.cancel(list(flying))
    if lost:
        yield from pool(usable_cpus(), limits)(task, lost)


def check_on_machine(question: shards.Shard) -> shards.Results:
    """Do a shard on the machine of a dask worker, on its share of the processors."""
    from distributed import get_worker

    return shards.check(question, max(1, usable_cpus() // get_worker().state.nthreads))


Cut = tuple[list[Work], Sequence[bytes] | None, list[tuple[Work, Fault]]]


def _cut(works: Iterable[Work]) -> Iterator[Cut]:
    """Works in shards; the machines see the files under the same paths."""
    there: list[Work] = []
    for work in works:
        there.append(work)
        if len(there) == SHARD_FILES:
            yield there, None, []
            there = []
    yield there, None, []


def _cut_with_contents(works: Iterable[Work]) -> Iterator[Cut]:
    """Works in shards with what the files hold; a file that cannot even be opened is told here."""
    there: list[Work] = []
    contents: list[bytes] = []
    faults: list[tuple[Work, Fault]] = []
    for work in works:
        try:
            content = read_bytes(work.path)
        except Unreadable as unreadable:
            faults.append((work, unreadable.fault))
            continue
        there.append(work)
        contents.append(content)
        if len(there) == SHARD_FILES or sum(map(len, contents)) >= SHARD_BYTES:
            yield there, contents, faults
            there, contents, faults = [], [], []
    yield there, contents, faults
