#!/usr/bin/env python3
"""`folio watch` in a real browser: what a student sees, clicks and hears.

    .ci/watch.py FOLIO [--pictures FOLDER]      the checks
    .ci/watch.py FOLIO --latency EDITS [PROJECT]  from the rename of a saved file to the frame

Each claim is a function; the first that does not hold ends it.
"""

import http.server
import json
import os
import pathlib
import random
import re
import statistics
import sys
import tempfile
import threading
import time

from browser import ROOT, Browser, axe_source, program
from watched import Watched

SIZES = ((390, 844), (640, 720), (1280, 720))
SAMPLE = ROOT / "samples/digital-readiness"
CHAPTER = "chapters/01-introduction.md"
SHOWN = "(window.folioShown ? window.folioShown.stamp : 0)"
TEXTS = "window.folioTexts"


# By hand: only the claims with this in their names.
ONLY = os.environ.get("FOLIO_CLAIM", "").replace(" ", "_")


def claim(test):
    def run(*arguments):
        if ONLY and test.__name__ != "the_page_appears" and ONLY not in test.__name__:
            return
        begun = time.monotonic()
        test(*arguments)
        print(f"  {test.__name__.replace('_', ' ')} ({time.monotonic() - begun:.1f} s)", flush=True)
    return run


def settled(browser, seconds=90):
    """Waits until the pages, their texts and all that was judged are there."""
    browser.until(f"{SHOWN} && {TEXTS} === {SHOWN}", seconds)


@claim
def the_page_appears(browser, watched):
    browser.open(watched.address)
    browser.until(SHOWN, 240)
    settled(browser)
    drawn = browser.run("[...document.querySelectorAll('.sheet img')].filter(it => it.naturalWidth > 300).length")
    assert drawn >= 1, drawn
    assert "token" not in browser.run("location.href"), "the token stays in the address"
    asked = [it["params"]["request"]["url"] for it in browser.events
             if it.get("method") == "Network.requestWillBeSent"]
    others = [url for url in asked if not url.startswith(f"http://127.0.0.1:{watched.port}/")]
    assert not others, others


@claim
def the_meter_is_the_count(browser, watched):
    _, out, _ = watched.run("count", "--format", "json")
    counted = json.loads(out)["counted"]
    said = browser.run("document.getElementById('verdict').textContent")
    assert said.startswith(f"{counted:,} of "), (said, counted)
    assert int(browser.run("document.getElementById('meter').getAttribute('aria-valuenow')")) == counted


@claim
def the_text_layer_is_the_text_of_the_pages(browser, watched):
    _, out, _ = watched.run("count", "--words", "--format", "json")
    pages = {}
    for row in json.loads(out)["words"]:
        pages.setdefault(row["page"], []).append(row["word"])
    shown = browser.run("""[...document.querySelectorAll('.sheet')].map(it =>
        [it.sheet.number, it.sheet.words.filter(word => word.number !== null && word.text).map(word => word.text)])""")
    assert len(shown) >= len(pages)
    for number, words in shown:
        assert sorted(words) == sorted(pages.get(number, [])), f"page {number}"
    # What is selected reads as it is printed.
    first = browser.run("""(() => { const text = document.querySelector('.text:not(.far)');
        getSelection().selectAllChildren(text); const said = String(getSelection());
        getSelection().removeAllRanges(); return said; })()""")
    assert "Sent is not received" in re.sub(r"\s+", " ", first), first


@claim
def headings_lists_tables_and_links_are_told(browser, watched):
    roles = browser.run("""(() => { const all = {};
        for (const sheet of document.querySelectorAll('.sheet')) for (const block of sheet.sheet.blocks) {
          const role = typeof block.role === 'string' ? block.role : Object.keys(block.role)[0];
          all[role] = (all[role] ?? 0) + 1; }
        return all; })()""")
    for role in ("heading", "paragraph", "list", "item", "table", "cell", "link"):
        assert roles.get(role), (role, roles)
    browser.run("document.getElementById('page-number').value = '9'; document.getElementById('go').requestSubmit()")
    browser.until("document.querySelector('#page-9 .text:not(.far) [role=heading]')")
    heading = browser.run("document.querySelector('#page-9 [role=heading]').textContent")
    assert "Introduction" in heading, heading


@claim
def the_pages_stand_in_small(browser, watched):
    browser.run("document.getElementById('small').open = true; document.getElementById('small').scrollIntoView()")
    browser.until("document.querySelectorAll('#thumbs li').length === document.querySelectorAll('.sheet').length")
    browser.until("document.querySelector('#thumbs img').naturalWidth >= 90")
    late = "document.querySelector('#thumbs li:last-child img')"
    assert not browser.run(f"{late}.src"), "pages that nobody looks at are drawn"
    browser.run("document.querySelector('#thumbs li:nth-child(5) button').click()")
    browser.until("document.querySelector('#thumbs li:nth-child(5) button').getAttribute('aria-current') === 'true'")
    browser.run("document.getElementById('small').open = false")


@claim
def an_edit_shows(browser, watched):
    browser.run("document.getElementById('pages').scrollTop = 0")
    stamp = browser.run(SHOWN)
    text = watched.path(CHAPTER).read_text()
    at = text.index("\n\n", len(text) // 2)
    watched.save(CHAPTER, text[:at] + " Marmalade is here." + text[at:])
    browser.until(f"{SHOWN} > {stamp}", 120)
    settled(browser)
    browser.until("document.querySelector('.text .new') && [...document.querySelectorAll('.text .new')].some(it => it.textContent.includes('Marmalade'))", 20)
    seen = browser.run("""(() => { const word = [...document.querySelectorAll('.text .new')].find(it => it.textContent.includes('Marmalade')).getBoundingClientRect();
        const view = document.getElementById('pages').getBoundingClientRect(); return word.top > view.top && word.bottom < view.bottom; })()""")
    assert seen, "the view did not go to the words that changed"
    sitting = browser.run("document.getElementById('progress').textContent")
    assert "+3" in sitting, sitting
    # The view stays where it is when something else changes that it does not follow.
    browser.run("document.getElementById('follow').click()")
    place = browser.run("document.getElementById('pages').scrollTop")
    stamp = browser.run(SHOWN)
    watched.save(CHAPTER, text)
    browser.until(f"{SHOWN} > {stamp}", 120)
    settled(browser)
    assert abs(browser.run("document.getElementById('pages').scrollTop") - place) < 2
    browser.run("document.getElementById('follow').click()")


@claim
def an_error_shows_with_its_place_and_clears(browser, watched):
    pages = browser.run("document.querySelectorAll('.sheet').length")
    manifest = watched.path("folio.toml").read_text()
    watched.save("folio.toml", manifest + "\nnot toml at all\n")
    browser.until("!document.getElementById('trouble').hidden", 60)
    said = browser.run("document.getElementById('trouble').textContent")
    line = len(manifest.splitlines()) + 2
    assert f"folio.toml, line {line}" in said and "last good pages" in said, said
    assert browser.run("document.querySelectorAll('.sheet').length") == pages
    watched.save("folio.toml", manifest)
    browser.until("document.getElementById('trouble').hidden", 120)
    settled(browser)


@claim
def a_click_on_a_word_opens_its_line(browser, watched, log):
    browser.run("document.getElementById('page-number').value = '9'; document.getElementById('go').requestSubmit()")
    spot = browser.until("""(() => { const word = [...document.querySelectorAll('#page-9 .text:not(.far) [role=paragraph] span')].filter(it => /^[a-z]{6,} $/.test(it.textContent))[4];
        if (!word) return null; const at = word.getBoundingClientRect(); if (at.top < 80 || at.bottom > innerHeight) return null;
        return [at.left + at.width / 2, at.top + at.height / 2, word.textContent.trim()]; })()""")
    x, y, word = spot
    for kind in ("mousePressed", "mouseReleased"):
        browser.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
    end = time.monotonic() + 20
    while not log.exists() or not log.read_text().endswith("\n"):
        assert time.monotonic() < end, "the editor was not started"
        time.sleep(0.05)
    file, line, column = log.read_text().splitlines()[-1].rsplit(":", 2)
    written = pathlib.Path(file).read_text().splitlines()[int(line) - 1][int(column) - 1:]
    assert written.startswith(word), (file, line, column, word, written[:30])
    said = browser.run("document.getElementById('place-said').textContent")
    assert f"line {line}, column {column}" in said, said


@claim
def words_and_references_are_found(browser, watched):
    browser.run("document.getElementById('words').value = 'discharge summ'; document.getElementById('where').requestSubmit()")
    browser.until("document.querySelector('.found')")
    assert "Page " in browser.run("document.getElementById('where-said').textContent")
    key = re.search(r"@\w+\{([^,]+),", watched.path("references.bib").read_text())[1]
    author = re.search(r"author\s*=\s*\{+([A-Za-z]+)", watched.path("references.bib").read_text())[1]
    browser.run(f"document.getElementById('reference').value = {json.dumps(author)}; document.getElementById('reference').dispatchEvent(new Event('input'))")
    browser.until(f"document.getElementById('works').textContent.includes({json.dumps('[@' + key + ']')})")


@claim
def what_was_judged_is_there_and_explained(browser, watched):
    browser.until("document.querySelectorAll('#milestones > li').length", 240)
    text = watched.path(CHAPTER).read_text()
    watched.save(CHAPTER, text.rstrip() + " It is the the claim [@nobody1999].\n")
    browser.until("document.getElementById('findings').textContent.includes('nobody1999')", 60)
    browser.until("document.getElementById('findings').textContent.includes('Worth fixing')", 120)
    browser.run("document.querySelector('.finding details').open = true")
    browser.until("document.querySelector('.finding details h4')")
    assert "What it finds" in browser.run("document.querySelector('.finding details').textContent")
    watched.save(CHAPTER, text)
    browser.until("!document.getElementById('findings').textContent.includes('nobody1999')", 120)
    settled(browser)


@claim
def everything_can_be_reached_by_keyboard(browser, watched):
    browser.run("document.activeElement.blur(); document.getElementById('pages').scrollTop = 0; window.scrollTo(0, 0)")
    reached, bare = set(), []
    for _ in range(260):
        for kind in ("rawKeyDown", "keyUp"):
            browser.call("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)
        now = browser.run("""(() => { const it = document.activeElement; if (!it || it === document.body) return null;
            const style = getComputedStyle(it); const text = it.closest('.text');
            return [it.id || it.textContent.trim().slice(0, 40), style.outlineStyle !== 'none' || !!text]; })()""")
        if now:
            reached.add(now[0])
            if not now[1]:
                bare.append(now[0])
    wanted = {"smaller", "fit", "larger", "pages", "reference", "words", "follow", "shade", "theme", "page-number", "PDF", "Draft PDF"}
    assert wanted <= reached, wanted - reached
    assert not bare, f"no focus is seen on {bare}"


@claim
def nothing_serious_is_found_by_axe(browser, watched, axe, pictures):
    troubles = []
    for width, height in SIZES:
        for scheme in ("light", "dark"):
            browser.size(width, height, scheme)
            browser.call("Page.setBypassCSP", enabled=True)
            browser.open(f"http://127.0.0.1:{watched.port}/")
            settled(browser)
            browser.until("document.querySelector('.text:not(.far)')")
            for opened in (None, "show-contents", "show-panel"):
                if opened and browser.run(f"getComputedStyle(document.getElementById('{opened}')).display") == "none":
                    continue
                if opened:
                    browser.run(f"document.getElementById('{opened}').click()")
                wide = browser.run("document.documentElement.scrollWidth")
                if wide > width:
                    troubles.append(f"{width}, {scheme}: {wide} pixels wide")
                found, passes = browser.violations(axe)
                troubles += [f"{width}, {scheme}, {opened}: {it}" for it in found]
                assert passes > 10
                if pictures:
                    time.sleep(0.3)
                    browser.picture(pictures / f"watch-{width}-{scheme}-{opened or 'pages'}.png")
                if opened:
                    browser.run(f"document.getElementById('{opened}').click()")
    assert not troubles, "\n".join(troubles)


@claim
def another_site_gets_nothing(browser, watched):
    outside = f"""<!doctype html><title>other</title><script>
      const at = 'http://127.0.0.1:{watched.port}';
      window.got = [];
      const note = (what) => (it) => window.got.push([what, String(it)]);
      const tries = [
        fetch(at + '/start', {{credentials: 'include'}}).then(note('read'), note('refused')),
        fetch(at + '/start', {{credentials: 'include', mode: 'no-cors'}}).then((it) => it.text()).then(note('opaque')).catch(note('refused')),
        fetch(at + '/run', {{method: 'POST', body: '{{"id":"draft"}}', credentials: 'include', mode: 'no-cors'}}).then((it) => it.text()).then(note('opaque')).catch(note('refused')),
        new Promise((done) => {{ const it = new EventSource(at + '/events', {{withCredentials: true}}); it.onmessage = it.onopen = () => done('listens'); it.onerror = () => done(''); }}).then(note('events')),
        new Promise((done) => {{ const it = new Image(); it.onload = () => done('shown'); it.onerror = () => done(''); it.src = at + '/page.css'; }}).then(note('image')),
        new Promise((done) => {{ const it = document.createElement('script'); it.onload = () => done('ran'); it.onerror = () => done(''); it.src = at + '/pages.js'; document.head.append(it); }}).then(note('script')),
      ];
      Promise.allSettled(tries).then(() => {{ window.done = true; }});
    </script><iframe src="http://127.0.0.1:{watched.port}/"></iframe>
    <form method="post" enctype="text/plain" target="frame" action="http://127.0.0.1:{watched.port}/run"><input name='{{"id":"draft","x":"' value='"}}'></form><iframe name="frame"></iframe>
    <script>document.forms[0].submit()</script>"""

    class Other(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(outside.encode())

        def log_message(self, *_):
            pass

    other = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Other)
    threading.Thread(target=other.serve_forever, daemon=True).start()
    assert not watched.path("output").exists()
    for name in ("127.0.0.1", "localhost"):
        browser.open(f"http://{name}:{other.server_port}/")
        browser.until("window.done")
        for what, got in browser.run("window.got"):
            assert what == "refused" or got == "", (name, what, got)
        time.sleep(1)
    other.shutdown()
    assert not watched.path("output").exists(), "another site pressed a button"
    # A name that was made to lead here, and a request without the cookie.
    cookie = watched.cookie()
    here = f"127.0.0.1:{watched.port}"
    case = lambda status, method, path, **headers: (
        lambda got: got == status or sys.exit(f"{method} {path} {headers}: {got}"))(watched.request(method, path, **headers)[0])
    case(200, "GET", "/start", Cookie=cookie)
    case(403, "GET", "/start")
    case(403, "GET", "/start", Cookie=cookie, Host="evil.example")
    case(403, "GET", "/start", Cookie=cookie, Host=f"evil.example:{watched.port}")
    case(403, "GET", "/start", Cookie=cookie, Origin="http://evil.example")
    case(403, "POST", "/run", Cookie=cookie, body=b'{"id":"draft"}')
    case(403, "POST", "/run", Cookie=cookie, body=b'{"id":"draft"}', Origin="null")
    case(400, "POST", "/run", Cookie=cookie, body=b'{"id":"none"}', Origin=f"http://{here}")
    case(404, "GET", "/../folio.toml", Cookie=cookie)
    case(404, "GET", "/folio.toml", Cookie=cookie)
    case(409, "POST", "/open", Cookie=cookie, body=b'{"path":"output","line":1,"column":1}', Origin=f"http://{here}")
    case(409, "POST", "/open", Cookie=cookie, body=b'{"path":"../x","line":1,"column":1}', Origin=f"http://{here}")


@claim
def a_button_runs_the_command_that_it_names(browser, watched):
    browser.open(f"http://127.0.0.1:{watched.port}/")
    settled(browser)
    browser.until("document.querySelector('#buttons button')")
    assert not watched.path("output").exists()
    browser.run("[...document.querySelectorAll('#buttons button')].find(it => it.textContent === 'Draft PDF').click()")
    browser.until("document.querySelector('#said pre')", 240)
    said = browser.run("document.getElementById('said').textContent")
    made = list(watched.path("output").glob("*-draft.pdf"))
    assert len(made) == 1 and "Done: folio build --draft" in said and made[0].name in said, said


@claim
def what_hangs_is_given_up_for_the_next_change(browser, watched):
    stamp = browser.run(SHOWN)
    watched.save("chapters/99-endless.typ", "= Endless\n\n#for a in range(9000) { for b in range(9000) { for c in range(9000) { } } }\n")
    browser.until("document.getElementById('verdict').textContent.startsWith('Still at work')", 60)
    time.sleep(6)
    watched.path("chapters/99-endless.typ").unlink()
    browser.until(f"{SHOWN} > {stamp}", 240)
    browser.until("document.getElementById('trouble').hidden", 60)


def latency(folio, edits, project, folder):
    """One-word edits in random chapters, each when the one before is settled."""
    watched = Watched(folio, project, folder)
    browser = Browser(program())
    try:
        browser.size(1280, 720, "light", density=2)
        browser.open(watched.address)
        browser.until(SHOWN, 600)
        settled(browser, 600)
        chapters = sorted(it for it in watched.path("chapters").iterdir() if it.suffix == ".md")
        random.seed(1)
        times, stages = [], []
        for number in range(edits + 2):
            chapter = random.choice(chapters)
            text = chapter.read_text()
            words = [it for it in re.finditer(r"(?<= )[a-z]{5,9}(?= [a-z])", text)]
            at = random.choice(words)
            beside = chapter.with_suffix(".tmp")
            beside.write_text(text[:at.start()] + random.choice(("wardens", "meadows", "lantern")) + text[at.end():])
            stamp = browser.run(SHOWN)
            begun = time.time()
            beside.replace(chapter)
            shown = browser.until(f"{SHOWN} > {stamp} ? window.folioShown : null", 120)
            if number >= 2:
                took = shown["at"] - begun * 1000
                server = shown["seconds"] * 1000
                times.append(took)
                stages.append((*shown["took"], server - sum(shown["took"]), took - server))
            settled(browser, 120)
            time.sleep(1 + 2 * random.random())
        times.sort()
        print(f"{edits} edits: median {statistics.median(times):.0f} ms, "
              f"95th percentile {times[int(len(times) * 0.95)]:.0f} ms, most {times[-1]:.0f} ms")
        names = ("reading, conversion", "layout", "count", "comparison", "drawing",
                 "what else the program does", "watcher, transfer, decoding, paint")
        for name, values in zip(names, zip(*stages)):
            print(f"  {name}: median {statistics.median(values):.1f} ms")
    finally:
        browser.close()
        watched.close()


def main():
    folio, *rest = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        if rest[:1] == ["--latency"]:
            return latency(folio, int(rest[1]), pathlib.Path(rest[2]) if rest[2:] else SAMPLE, folder)
        pictures = None
        if rest[:1] == ["--pictures"]:
            pictures = pathlib.Path(rest[1]).resolve()
            pictures.mkdir(parents=True, exist_ok=True)
        chromium, axe = program(), axe_source()
        log = folder / "opened"
        editor = folder / "editor.py"
        editor.write_text("import sys\nopen(sys.argv[1], 'a').write(sys.argv[2] + '\\n')\n")
        watched = Watched(folio, SAMPLE, folder, "--editor",
                          f"'{sys.executable}' '{editor}' '{log}' {{file}}:{{line}}:{{column}}")
        browser = Browser(chromium)
        try:
            browser.size(1280, 720, "light")
            the_page_appears(browser, watched)
            the_meter_is_the_count(browser, watched)
            the_text_layer_is_the_text_of_the_pages(browser, watched)
            headings_lists_tables_and_links_are_told(browser, watched)
            the_pages_stand_in_small(browser, watched)
            an_edit_shows(browser, watched)
            an_error_shows_with_its_place_and_clears(browser, watched)
            a_click_on_a_word_opens_its_line(browser, watched, log)
            words_and_references_are_found(browser, watched)
            what_was_judged_is_there_and_explained(browser, watched)
            everything_can_be_reached_by_keyboard(browser, watched)
            another_site_gets_nothing(browser, watched)
            nothing_serious_is_found_by_axe(browser, watched, axe, pictures)
            a_button_runs_the_command_that_it_names(browser, watched)
            what_hangs_is_given_up_for_the_next_change(browser, watched)
        finally:
            browser.close()
            watched.close()
    print("the live pages hold what they promise")


main()
