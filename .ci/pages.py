#!/usr/bin/env python3
"""The pages of folio in a real browser: accessibility, width, silence.

    .ci/pages.py [--pictures FOLDER]

Writes the example pages by a test, opens each in headless Chromium at the widths of a phone and
of a desk, light and dark, and runs axe-core in it. Every violation fails; so does a page that
asks for anything, runs a text of the project, or is wider than its window. Chromium is driven
through a pair of pipes, so nothing but Python's own library is needed. axe-core (MPL-2.0) comes
from the npm registry and is used here alone. Where there is no browser or no npm, says so and
ends well, unless FOLIO_NEED_BROWSER is set.
"""

import base64
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile

AXE = "axe-core@4.14.1"
WIDTHS = (320, 360, 1280)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()


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

    def open(self, path):
        self.events.clear()
        self.call("Page.navigate", url=path.as_uri())
        while not any(it.get("method") == "Page.loadEventFired" for it in self.events):
            self.events.append(self.receive())

    def run(self, script):
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True,
                           returnByValue=True)
        if "exceptionDetails" in answer:
            raise SystemExit(f"the check itself failed: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def close(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)


def asked_for(browser, path):
    """The addresses that the page asked for, its own left out."""
    urls = [it["params"]["request"]["url"] for it in browser.events
            if it.get("method") == "Network.requestWillBeSent"]
    return [url for url in urls if url != path.as_uri()]


def check(browser, axe, path, width, scheme, pictures):
    browser.call("Emulation.setDeviceMetricsOverride", width=width, height=900,
                 deviceScaleFactor=1, mobile=width < 500)
    browser.call("Emulation.setEmulatedMedia",
                 features=[{"name": "prefers-color-scheme", "value": scheme}])
    # The page's own policy would keep the checker out; what the page does without it counts, too.
    browser.call("Page.setBypassCSP", enabled=True)
    browser.open(path)
    troubles = [f"it asked for {url}" for url in asked_for(browser, path)]
    troubles += ["it opened a dialogue" for it in browser.events
                 if it.get("method") == "Page.javascriptDialogOpening"]
    title, scripts, wide = browser.run(
        "[document.title, document.scripts.length, document.documentElement.scrollWidth]")
    # The table of a cohort filters and sorts by a script of its own.
    own = 1 if path.stem.startswith("cohort") else 0
    if scripts != own or title.startswith("broken"):
        troubles.append("a text of the project became a script")
    if wide > width:
        troubles.append(f"it is {wide} pixels wide in a window of {width}")
    if pictures:
        height = browser.run("document.documentElement.scrollHeight")
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        shot = browser.call("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)
        name = f"{path.stem}-{width}-{scheme}.png"
        (pictures / name).write_bytes(base64.b64decode(shot["data"]))
    # What is folded away is judged, too.
    browser.run("document.querySelectorAll('details').forEach(it => { it.open = true })")
    if (wide := browser.run("document.documentElement.scrollWidth")) > width:
        troubles.append(f"unfolded it is {wide} pixels wide in a window of {width}")
    browser.run(axe)
    result = browser.run(
        "axe.run(document, {runOnly: %s, resultTypes: ['violations']})"
        ".then(it => ({passes: it.passes.length, violations: it.violations.map(v => ({id: v.id,"
        " help: v.help, nodes: v.nodes.map(n => n.html + ' ' + n.failureSummary)}))}))"
        % json.dumps(TAGS))
    if result["passes"] < 10:
        troubles.append("axe found next to nothing to judge")
    for violation in result["violations"]:
        for node in violation["nodes"][:5]:
            troubles.append(f"{violation['id']}: {violation['help']}\n      {node}")
    for trouble in troubles:
        print(f"{path.name} at {width}, {scheme}: {trouble}")
    return len(troubles), result["passes"]


def speed(browser, path):
    """How soon a large table is painted and filtered, under the page's own policy."""
    browser.call("Emulation.setDeviceMetricsOverride", width=1280, height=900,
                 deviceScaleFactor=1, mobile=False)
    browser.call("Page.setBypassCSP", enabled=False)
    browser.open(path)
    paint, rows, filtered, shown, sort = browser.run("""(async () => {
      const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      await frame();
      const paint = performance.getEntriesByType("paint").find((it) => it.name === "first-contentful-paint");
      const lines = () => document.querySelectorAll("#cohort tbody tr").length;
      const rows = Number(document.getElementById("shown").textContent.split(" ")[0].replace(",", ""));
      const timed = async (act) => {
        const begun = performance.now();
        act();
        document.body.offsetHeight;
        await frame();
        return performance.now() - begun;
      };
      const find = document.getElementById("q");
      const type = (text) => () => { find.value = text; find.dispatchEvent(new Event("input")); };
      const tile = document.querySelector(".tile");
      const state = document.getElementById("s");
      const choose = (to) => () => { state.value = to; state.dispatchEvent(new Event("change")); };
      const acts = [...["ada", "ada dun", "", "overdue", ""].map(type), () => tile.click(), () => tile.click(),
                    choose("2"), choose("")];
      // Of three rounds the fastest: what else the machine does is not the page's.
      const rounds = [];
      for (const _ of [1, 2, 3]) {
        const round = [];
        for (const act of acts) round.push(await timed(act));
        rounds.push(round);
      }
      const filtered = acts.map((_, at) => Math.min(...rounds.map((round) => round[at])));
      type("dunmore")();
      const shown = lines();
      type("")();
      const head = document.querySelector("#cohort thead button");
      head.focus();
      const sort = await timed(() => head.click());
      const sorted = head.parentElement.getAttribute("aria-sort");
      return [paint ? paint.startTime : -1, rows, filtered, shown, sorted === "ascending" ? sort : -1];
    })()""")
    slowest = max(filtered)
    print(f"{path.name}: {rows} rows, painted after {paint:.0f} ms, filtered in at most {slowest:.0f} ms, "
          f"sorted in {sort:.0f} ms")
    troubles = []
    if not 0 <= paint < 1000:
        troubles.append(f"painted after {paint:.0f} ms")
    if slowest >= 100:
        troubles.append(f"filtered in {slowest:.0f} ms")
    if not 0 < shown < rows or sort < 0:
        troubles.append("its script does not work under its own policy")
    for trouble in troubles:
        print(f"{path.name}: {trouble}")
    return len(troubles)


def valid(path):
    """What `tidy` has against a page; it does not know all of today's HTML and CSS."""
    if not shutil.which("tidy"):
        return []
    known = ("proprietary attribute", "trimming empty")
    # It has not heard that a list of terms may group them in `div`.
    text = path.read_text().replace("<div><dt>", "<dt>").replace("</dd></div>", "</dd>")
    done = subprocess.run(["tidy", "-q", "-e", "-utf8", "--drop-empty-elements", "no"],
                          input=text, capture_output=True, text=True)
    return [line for line in done.stderr.splitlines()
            if line.strip() and not any(it in line for it in known)]


def main():
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser",
                                                   "google-chrome"))), None)
    if not program:
        skip("no Chromium is here")
    pictures = None
    if sys.argv[1:2] == ["--pictures"]:
        pictures = pathlib.Path(sys.argv[2]).resolve()
        pictures.mkdir(parents=True, exist_ok=True)
    axe = axe_source()
    subprocess.run(["cargo", "test", "--quiet", "--locked", "--lib",
                    "the_example_pages_are_written", "--", "--ignored"],
                   cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    pages = sorted((TARGET / "pages").glob("*.html"))
    if len(pages) < 6:
        raise SystemExit(f"only {len(pages)} example pages were written")
    troubles = rules = 0
    for path in pages:
        for line in valid(path):
            print(f"{path.name}: {line}")
            troubles += 1
    browser = Browser(program)
    try:
        for path in pages:
            if path.stem == "cohort-large":
                troubles += speed(browser, path)
                continue
            for width in WIDTHS:
                for scheme in ("light", "dark"):
                    found, passed = check(browser, axe, path, width, scheme, pictures)
                    troubles += found
                    rules = max(rules, passed)
            if pictures:
                browser.call("Emulation.setEmulatedMedia", features=[])
                browser.open(path)
                pdf = browser.call("Page.printToPDF", preferCSSPageSize=True,
                                   printBackground=True)
                (pictures / f"{path.stem}.pdf").write_bytes(base64.b64decode(pdf["data"]))
    finally:
        browser.close()
    print(f"{len(pages)} pages, {len(WIDTHS)} widths, light and dark: "
          f"up to {rules} rules passed a page, {troubles} to mend")
    sys.exit(1 if troubles else 0)


main()
