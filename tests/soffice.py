"""soffice: a real LibreOffice that recalculates workbooks; its own profile, a time limit, and no process left behind."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

# Without this LibreOffice shows the results stored in the file, and a test of formulas proves nothing.
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>"""


def available() -> bool:
    """Return whether LibreOffice is installed."""
    return shutil.which("soffice") is not None


def convert(
    files: list[Path],
    folder: Path,
    to: str = "xlsx",
    *,
    seconds: float = 120,
    prepare: Callable[[Path], object] | None = None,
) -> list[Path]:
    """Recalculate and convert all files by one start of LibreOffice; return the outputs, in the order of the files.

    The outputs go to folder/out, the profile to folder/profile; prepare may add to the profile before the start.
    TimeoutError when it does not end in time: an output alone is no sign of success, since LibreOffice can write it and
    then never exit. RuntimeError when one is missing.
    """
    out, profile = folder / "out", folder / "profile"
    out.mkdir(parents=True, exist_ok=True)
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE, encoding="utf-8")
    if prepare is not None:
        prepare(profile)
    command = [
        "soffice", f"-env:UserInstallation={profile.resolve().as_uri()}", "--headless", "--norestore",
        "--convert-to", to, "--outdir", str(out), *map(str, files),
    ]  # fmt: skip
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True, env=own_python()
    )
    try:
        said, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise TimeoutError(f"soffice: no end after {seconds} s") from None
    finally:
        _kill(process)
    outputs = [out / f"{file.stem}.{to.partition(':')[0]}" for file in files]
    missing = [path.name for path in outputs if not path.is_file()]
    if missing:
        raise RuntimeError(f"soffice: no {', '.join(missing)}: {said.decode('utf-8', 'replace')}")
    return outputs


def own_python() -> dict[str, str]:
    """The environment without a virtual one: LibreOffice's Python would take its library from the first python3 on PATH."""
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV")}
    folders = kept.get("PATH", os.defpath).split(os.pathsep)
    kept["PATH"] = os.pathsep.join(f for f in folders if not (Path(f).parent / "pyvenv.cfg").is_file())
    return kept


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the whole group: the launcher can outlive SIGTERM and leave the office behind."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
