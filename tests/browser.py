"""browser: a real Chromium that opens pages, spoken to over a pipe: its own profile, a time limit, no process left behind.

The DevTools protocol is JSON, one message between two zero bytes; no package is needed for it.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome")
SECONDS = 60
# Chromium reads from descriptor 3 and writes to 4: the pipes are moved there, by way of numbers that are neither.
START = """import fcntl, os, sys
for number, at in zip([fcntl.fcntl(int(each), fcntl.F_DUPFD, 10) for each in sys.argv[1:3]], (3, 4)):
    os.dup2(number, at)
os.execv(sys.argv[3], sys.argv[3:])"""


def program() -> str | None:
    """Where Chromium is installed; None when it is not."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    """One Chromium with one tab; what the page said and asked for is kept in events."""

    def __init__(self, profile: Path) -> None:
        self.events: list[dict[str, Any]] = []
        self._last = 0
        self._buffer = b""
        (read_by_it, self._to), (self._from, written_by_it) = os.pipe(), os.pipe()
        options = [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--lang=zh-CN",
            f"--user-data-dir={profile}", "--remote-debugging-pipe", "about:blank",
        ]  # fmt: skip
        self._process = subprocess.Popen(
            [sys.executable, "-c", START, str(read_by_it), str(written_by_it), str(program()), *options],
            pass_fds=(read_by_it, written_by_it), start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(read_by_it)
        os.close(written_by_it)
        target = self._send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self(f"{domain}.enable")

    def __call__(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the tab and return its result."""
        return self._send(method, self._session, **parameters)

    def open(self, file: Path, *, width: int = 1280, height: int = 900, scripts: bool = True) -> None:
        """Open a local page in a window of this size, with or without JavaScript, and forget what was said before."""
        self("Emulation.setScriptExecutionDisabled", value=not scripts)
        self("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500)
        self.events.clear()
        self("Page.navigate", url=file.resolve().as_uri())
        self._until(lambda: any(each["method"] == "Page.loadEventFired" for each in self.events))

    def run(self, expression: str) -> Any:
        """The value of a JavaScript expression in the page; a promise is awaited."""
        result = self("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def press(self, *keys: str) -> None:
        """Press keys as a person does: Tab, Enter, Space, or a character."""
        texts = {"Enter": "\r", "Space": " "}
        for key in keys:
            name = " " if key == "Space" else key
            text = {"text": texts.get(key, key)} if key in texts or len(key) == 1 else {}
            code = {"Tab": 9, "Enter": 13, "Space": 32}.get(key, 0)
            self("Input.dispatchKeyEvent", type="keyDown", key=name, windowsVirtualKeyCode=code, **text)
            self("Input.dispatchKeyEvent", type="keyUp", key=name, windowsVirtualKeyCode=code)

    def click(self, selector: str) -> None:
        """Click the middle of an element as a mouse does."""
        box = f"(e => (e.scrollIntoView({{block: 'center'}}), e.getBoundingClientRect().toJSON()))(document.querySelector({selector!r}))"
        found = self.run(box)
        at = {"x": found["x"] + found["width"] / 2, "y": found["y"] + found["height"] / 2, "button": "left"}
        for kind in ("mousePressed", "mouseReleased"):
            self("Input.dispatchMouseEvent", type=kind, clickCount=1, **at)

    def picture(self) -> bytes:
        """The whole page as PNG."""
        return base64.b64decode(self("Page.captureScreenshot", captureBeyondViewport=True)["data"])

    def printed(self) -> bytes:
        """The page as PDF, as it is printed."""
        result = self("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        return base64.b64decode(result["data"])

    def complaints(self) -> list[str]:
        """What the console shows, what was thrown, and what the page asked for beside itself."""
        loud = {"Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"}
        return [
            json.dumps(each["params"], ensure_ascii=False)
            for each in self.events
            if each["method"] in loud
            or (each["method"] == "Network.requestWillBeSent" and each["params"].get("type") != "Document")
        ]

    def close(self) -> None:
        """End Chromium and all that it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._from)
        os.close(self._to)

    def _send(self, method: str, session: str | None = None, **parameters: Any) -> dict[str, Any]:
        self._last += 1
        number = self._last
        message = {"id": number, "method": method, "params": parameters} | ({"sessionId": session} if session else {})
        os.write(self._to, json.dumps(message).encode() + b"\0")
        answer: list[dict[str, Any]] = []
        self._until(lambda: bool(answer), lambda each: answer.append(each) if each.get("id") == number else None)
        assert "error" not in answer[0], answer[0]
        return answer[0]["result"]

    def _until(self, done: Any, take: Any = lambda each: None) -> None:
        end = time.monotonic() + SECONDS
        while not done():
            if not select.select([self._from], [], [], max(0, end - time.monotonic()))[0]:
                raise TimeoutError("chromium: no answer")
            piece = os.read(self._from, 1 << 20)
            if not piece:
                raise RuntimeError(f"chromium ended with {self._process.wait()}")
            *messages, self._buffer = (self._buffer + piece).split(b"\0")
            for each in map(json.loads, messages):
                take(each)
                if "method" in each:
                    self.events.append(each)
