"""Chromium at the other end of two pipes, and axe-core: what the checks of pages share.

Nothing but Python's own library is needed. axe-core (MPL-2.0) comes from the npm registry and is
used by the checks alone. Where there is no browser or no npm, a check says so and ends well, unless
FOLIO_NEED_BROWSER is set.
"""

import base64
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import time

AXE = "axe-core@4.14.1"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()


def program():
    """The browser of this machine."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser",
                                                 "google-chrome"))), None)
    if not found:
        skip("no Chromium is here")
    return found


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(1 if os.environ.get("FOLIO_NEED_BROWSER") else 0)


def axe_source():
    folder = TARGET / "axe"
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"{AXE.replace('@', '-')}.tgz"
    if not archive.exists():
        if not shutil.which("npm"):
            skip("npm is not here, and axe-core comes by it")
        subprocess.run(["npm", "pack", "--silent", AXE], cwd=folder, check=True,
                       stdout=subprocess.DEVNULL)
    with tarfile.open(archive) as files:
        return files.extractfile("package/axe.min.js").read().decode()


class Browser:
    """Chromium at the other end of two pipes; a message is JSON with a zero byte behind it."""

    def __init__(self, program):
        to_read, self.to = os.pipe()
        self.back, from_write = os.pipe()

        def arrange():
            # Duplicates first: one of the two may sit at 3 or 4 already.
            reading, writing = os.dup(to_read), os.dup(from_write)
            os.dup2(reading, 3)
            os.dup2(writing, 4)

        self.profile = TARGET / "browser"
        shutil.rmtree(self.profile, ignore_errors=True)
        self.process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--hide-scrollbars", "--no-first-run", "--disable-background-networking",
             f"--user-data-dir={self.profile}", "--remote-debugging-pipe"],
            preexec_fn=arrange, close_fds=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(from_write)
        self.number, self.rest, self.events = 0, b"", []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = None
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for part in ("Page", "Runtime", "Network"):
            self.call(f"{part}.enable")

    session = None

    def receive(self):
        while b"\0" not in self.rest:
            more = os.read(self.back, 1 << 20)
            if not more:
                raise SystemExit("the browser has ended")
            self.rest += more
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.to, data):]
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise SystemExit(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def open(self, address):
        self.events.clear()
        self.call("Page.navigate", url=address)
        while not any(it.get("method") == "Page.loadEventFired" for it in self.events):
            self.events.append(self.receive())

    def run(self, script):
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True,
                           returnByValue=True)
        if "exceptionDetails" in answer:
            raise SystemExit(f"the check itself failed: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def until(self, script, seconds=30):
        """Runs a script until it gives something true, and returns that."""
        end = time.monotonic() + seconds
        while True:
            value = self.run(script)
            # An element of the page comes back as an empty object.
            if value or value == {}:
                return value
            if time.monotonic() > end:
                raise AssertionError(f"it never came to this: {script}")
            time.sleep(0.02)

    def size(self, width, height, scheme, density=1):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=density, mobile=width < 500)
        self.call("Emulation.setEmulatedMedia",
                  features=[{"name": "prefers-color-scheme", "value": scheme}])

    def picture(self, path, **parameters):
        shot = self.call("Page.captureScreenshot", **parameters)
        path.write_bytes(base64.b64decode(shot["data"]))

    def violations(self, axe):
        """What axe-core has against the page as it is, and how many rules it passes."""
        self.run(axe)
        result = self.run(
            "axe.run(document, {runOnly: %s, resultTypes: ['violations']})"
            ".then(it => ({passes: it.passes.length, violations: it.violations.map(v => ({id: v.id,"
            " help: v.help, nodes: v.nodes.map(n => n.html + ' ' + n.failureSummary)}))}))"
            % json.dumps(TAGS))
        found = [f"{violation['id']}: {violation['help']}\n      {node}"
                 for violation in result["violations"] for node in violation["nodes"][:5]]
        return found, result["passes"]

    def close(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)
