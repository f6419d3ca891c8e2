"""crashes: kill -9 at random moments of writing, and full disks of many sizes; no output may be broken, no source changed.

A process forked from this one, with everything imported, runs one verb and is killed after a random part of the time
that the verb takes. An output is then absent, the old one, or the whole new one. POSIX only; a full disk is a small
tmpfs where mounting is allowed, else a limit on file sizes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import tempfile
import time
import zipfile
from collections import Counter
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from measure import load_average, remember
from page import write_page

from coatxl.cli import main as coatxl

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZES = (0, 1, 2, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256)
"""KiB that the disk has left."""


def verbs(paper: Path, out: Path) -> dict[str, tuple[list[str], Path]]:
    """What is run, by name: the arguments, and the file that it writes."""
    source = str(paper)
    return {
        "check json": (["check", source, "-f", "json", "-o", str(out / "结果.json")], out / "结果.json"),
        "check xlsx": (["check", source, "-f", "xlsx", "-o", str(out / "结果.xlsx")], out / "结果.xlsx"),
        "check html": (["check", source, "-f", "html", "-o", str(out / "结果.html")], out / "结果.html"),
        "annex xlsx": (["annex", source, "-o", str(out / "附表.xlsx")], out / "附表.xlsx"),
        "annex docx": (["annex", source, "-o", str(out / "附表.docx")], out / "附表.docx"),
        "dangers": (["dangers", source, "-o", str(out / "隐患.xlsx")], out / "隐患.xlsx"),
        "new": (["new", str(out / "底稿.xlsx")], out / "底稿.xlsx"),
    }


def main(arguments: list[str] | None = None) -> int:
    """Kill and fill; print what came of it; return 1 when anything was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--note", action="store_true", help="note the result in docs/performance.md")
    chosen = parser.parse_args(arguments)
    load = load_average()
    with tempfile.TemporaryDirectory(prefix="crash-") as folder:
        work = Path(folder)
        _run(["demo", str(work / "demo")], None)
        paper = next((work / "demo").rglob("常见错误.xlsx"))
        before = _digest(paper)
        killed, broken = _kills(paper, work, chosen.kills, random.Random(chosen.seed))  # noqa: S311 — moments, no secrets
        full, worse = _full_disks(paper, work)
        broken += worse
        if _digest(paper) != before:
            broken.append("the source was changed")
    lines = [
        f"kill -9: {chosen.kills} times; " + ", ".join(f"{what} {n}" for what, n in killed.most_common()),
        f"full disk ({full.pop('how')}): " + ", ".join(f"{what} {n}" for what, n in sorted(full.items())),
        f"broken: {len(broken)}",
        *broken,
    ]
    print(*lines, sep="\n")
    if chosen.note:
        remember("crashes", {"text": "\n\n".join(lines)}, {}, load)
        write_page()
    return int(bool(broken))


def _kills(paper: Path, work: Path, times: int, chance: random.Random) -> tuple[Counter[str], list[str]]:
    """Kill each verb in turn; count what the output was then."""
    out = work / "out"
    out.mkdir()
    takes: dict[str, float] = {}
    whole: dict[str, bytes] = {}
    for name, (words, target) in verbs(paper, out).items():
        begun = time.monotonic()
        _run(words, None)
        takes[name] = time.monotonic() - begun
        whole[name] = target.read_bytes()
        target.unlink()
    told: Counter[str] = Counter()
    broken: list[str] = []
    for n in range(times):
        name, (words, target) = list(verbs(paper, out).items())[n % len(whole)]
        old = n % 2 == 1
        if old:
            target.write_bytes(whole[name])
        status = _run([*words, "--force"] if old else words, chance.uniform(0, takes[name] * 1.1))
        told["killed" if status == -signal.SIGKILL else "finished first"] += 1
        if target.exists() and target.read_bytes() != whole[name] and not _readable(target):
            broken.append(f"{name}: a broken {target.name} after kill {n}")
        if old and not target.exists():
            broken.append(f"{name}: the old {target.name} is gone after kill {n}")
        told["with a whole output" if target.exists() else "without output"] += 1
        for left in out.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
    return told, broken


def _full_disks(paper: Path, work: Path) -> tuple[dict[str, object], list[str]]:
    """Run every verb on disks with little room; count exit codes."""
    told: Counter[str] = Counter()
    broken: list[str] = []
    how = "a limit on file sizes"
    for size in SIZES:
        with _small_disk(work / f"disk{size}", size) as (disk, mounted):
            how = "a small tmpfs" if mounted else how
            for name, (words, target) in verbs(paper, disk).items():
                status = _run(words, None, None if mounted else size * 1024)
                told[f"exit {status}"] += 1
                if target.exists() and not _readable(target):
                    broken.append(f"{name}: a broken {target.name} with {size} KiB")
                if status not in (0, 1, 2):
                    broken.append(f"{name}: exit {status} with {size} KiB")
                if status == 2 and target.exists():  # noqa: PLR2004 — the documented code
                    broken.append(f"{name}: said no and wrote {target.name} with {size} KiB")
                for left in disk.iterdir():
                    shutil.rmtree(left) if left.is_dir() else left.unlink()
    return {"how": how, **told}, broken


@contextmanager
def _small_disk(place: Path, kibibytes: int) -> Iterator[tuple[Path, bool]]:
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={max(kibibytes, 4)}k", "tmpfs", str(place)]
    mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    try:
        yield place, mounted
    finally:
        if mounted:
            subprocess.run(["umount", str(place)], check=True)


def _run(words: list[str], kill_after: float | None, most_bytes: int | None = None) -> int:
    """Run a verb in a forked process, quietly; return its exit code, negative when it was killed."""
    child = os.fork()
    if not child:
        os.setsid()
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        if most_bytes is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
        try:
            coatxl(words)
        except SystemExit as stop:
            os._exit(stop.code if isinstance(stop.code, int) else 1)
        os._exit(0)
    if kill_after is not None:
        time.sleep(kill_after)
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _readable(path: Path) -> bool:
    """Whether an output is whole: a zip with sound members, a JSON document, a page with its end."""
    if path.suffix in (".xlsx", ".docx"):
        try:
            with zipfile.ZipFile(path) as archive:
                return archive.testzip() is None
        except zipfile.BadZipFile:
            return False
    text = path.read_text("utf-8")
    if path.suffix == ".json":
        try:
            json.loads(text)
        except ValueError:
            return False
        return True
    return "</html>" in text


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    raise SystemExit(main())
