// What stands beside the pages: words, what is to be fixed, references, milestones.

import { setEditor } from "./text.js";

const $ = (id) => document.getElementById(id);
const number = new Intl.NumberFormat("en-GB");
let around;
let project = "";
let entries = [];
let sentence = "";
let shown = null;

/** Makes an element; texts are only ever texts. */
function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") node.onclick = value;
    else if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== ""));
  return node;
}

export async function begin(given) {
  around = given;
  for (const [button, part] of [["show-contents", "contents"], ["show-panel", "panel"]]) {
    $(button).onclick = () => {
      const isOpen = $(part).classList.toggle("open");
      $(button).setAttribute("aria-expanded", isOpen);
    };
  }
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  const theme = localStorage.getItem("folio:theme") ?? "";
  $("theme").value = theme;
  const setTheme = (to) => { if (to) document.documentElement.dataset.theme = to; else delete document.documentElement.dataset.theme; };
  setTheme(theme);
  $("theme").onchange = () => { localStorage.setItem("folio:theme", $("theme").value); setTheme($("theme").value); };
  let searching = 0;
  $("reference").oninput = () => { clearTimeout(searching); searching = setTimeout(search, 150); };
  const start = await (await fetch("/start")).json();
  project = start.project;
  setEditor(start.editor);
  if (shown) progress(shown);
  $("buttons").replaceChildren(...start.buttons.map(([id, label, command]) => make("li", {},
    make("button", { type: "button", onclick: (event) => run(id, event.target) }, label), make("code", {}, command))));
}

function close() {
  for (const [button, part] of [["show-contents", "contents"], ["show-panel", "panel"]]) {
    if (!$(part).classList.contains("open")) continue;
    $(part).classList.remove("open");
    $(button).setAttribute("aria-expanded", "false");
    $(button).focus();
  }
}

function isNarrow() {
  return matchMedia("(max-width: 56rem)").matches;
}

export function go(page, word) {
  if (isNarrow()) close();
  around.goTo(page, word);
}

/** Takes the count, the chapters and the headings. */
export function pages(now) {
  document.title = `${number.format(now.counted)} words – folio`;
  $("title").textContent = now.title;
  sentence = now.sentence;
  shown = now;
  $("verdict").textContent = sentence;
  $("verdict").className = now.verdict;
  $("sentence").textContent = now.sentence;
  $("rule").textContent = now.rule ? `What counts: ${now.rule}.` : "";
  const meter = $("meter");
  meter.className = now.verdict;
  meter.setAttribute("aria-valuemax", now.limit ?? Math.max(now.counted, 1));
  meter.setAttribute("aria-valuenow", Math.min(now.counted, now.limit ?? now.counted));
  meter.setAttribute("aria-valuetext", now.sentence);
  $("meter-fill").style.width = `${now.limit ? Math.min(100, now.counted / now.limit * 100) : 100}%`;
  progress(now);
  $("chapters").replaceChildren(...now.chapters.map(chapter));
  headings(now.contents);
  if (!judgedOnce) show(now.findings);
  else $("checked").textContent = "Looking again…";
}

function chapter(it) {
  const about = it.estimated ? "about " : "";
  const of = it.target ? ` of ${number.format(it.target)}` : "";
  const bar = it.target ? make("span", { class: "bar" }, make("span")) : null;
  if (bar) bar.firstChild.style.width = `${Math.min(100, it.counted / it.target * 100)}%`;
  const name = make("button", { type: "button", onclick: () => { const found = around.placeOf(it.path, 0); if (found) go(found.number); } }, it.title);
  return make("li", {}, name, make("span", { class: "of" }, `${about}${number.format(it.counted)}${of} words`), bar ?? "");
}

/** Words of today and of this sitting; the browser remembers where the day began. */
function progress(now) {
  const signed = (words) => (words > 0 ? `+${number.format(words)}` : words < 0 ? `−${number.format(-words)}` : "0");
  const day = new Date().toLocaleDateString("en-CA");
  const name = `folio:${project || "words"}`;
  let kept = null;
  try { kept = JSON.parse(localStorage.getItem(name)); } catch { /* It begins anew. */ }
  if (kept?.day !== day) kept = { day, base: kept?.last ?? now.counted - now.sitting };
  kept.last = now.counted;
  if (project) localStorage.setItem(name, JSON.stringify(kept));
  $("progress").replaceChildren(
    make("div", {}, make("dt", {}, "today"), make("dd", {}, signed(now.counted - kept.base))),
    make("div", {}, make("dt", {}, "this sitting"), make("dd", {}, signed(now.sitting))));
}

let shownHeadings = "";

function headings(contents) {
  const shown = contents.filter((it) => it.level <= 3);
  const text = JSON.stringify(shown);
  if (text === shownHeadings) return;
  shownHeadings = text;
  entries = shown.map((it) => {
    const link = make("a", { href: `#page-${it.page}`, class: `l${it.level}` }, make("span", {}, it.title), make("span", { class: "n" }, String(it.page)));
    link.onclick = (event) => { event.preventDefault(); go(it.page); };
    return { page: it.page, link };
  });
  $("headings").replaceChildren(...entries.map(({ link }) => make("li", {}, link)));
}

/** Marks the heading of the page that is seen. */
export function current(page) {
  let now = null;
  for (const entry of entries) if (entry.page <= page) now = entry;
  for (const entry of entries) {
    if (entry === now) entry.link.setAttribute("aria-current", "true");
    else entry.link.removeAttribute("aria-current");
  }
}

let judgedOnce = false;

/** Takes what was found besides the pages. */
export function judged(panel) {
  judgedOnce = true;
  show(panel.findings);
  const must = panel.findings.filter((it) => it.must).length;
  const worth = panel.findings.length - must;
  const parts = [must && `${must} must be fixed`, worth && `${worth} worth fixing`].filter(Boolean);
  $("checked").replaceChildren(...ticked(`${parts.join(", ") || "Nothing to fix"} for the next milestone${panel.waived ? `; ${panel.waived} waived` : ""}.${panel.not_checked.length ? ` Not checked: ${panel.not_checked.join("; ")}.` : ""}`));
  $("milestones").replaceChildren(...panel.milestones.map(milestone));
}

function milestone(it) {
  const left = it.days_left === null ? "no date yet" : it.days_left < 0 ? `${-it.days_left} days ago` : it.days_left === 0 ? "today" : it.days_left === 1 ? "tomorrow" : `${it.days_left} days left`;
  const due = it.due ? `${it.due}: ${left}` : left;
  return make("li", { class: it.rag }, make("strong", {}, it.title), make("p", { class: "quiet" }, it.is_done ? it.state : `${due}; ${it.state}`),
    it.missing.length ? make("ul", {}, ...it.missing.map((what) => make("li", {}, what))) : "");
}

const SHOWN = 12;

function show(findings) {
  const open = new Set([...document.querySelectorAll("#findings details[open]")].map((it) => it.dataset.of));
  const groups = [
    ["Not resolved on the pages", findings.filter((it) => it.unresolved)],
    ["Must fix", findings.filter((it) => it.must && !it.unresolved)],
    ["Worth fixing", findings.filter((it) => !it.must && !it.unresolved)],
  ];
  $("findings").replaceChildren(...groups.filter(([, all]) => all.length).flatMap(([title, all]) => {
    const nodes = all.map((it) => finding(it, open));
    const rest = nodes.slice(SHOWN);
    const more = rest.length ? make("details", { "data-of": title, open: open.has(title) }, make("summary", {}, `${rest.length} more`), ...rest) : null;
    return [make("h3", {}, `${title} (${all.length})`), ...nodes.slice(0, SHOWN), ...(more ? [more] : [])];
  }));
}

function finding(it, open) {
  const at = it.path && (it.line ? `${it.path}, line ${it.line}` : it.path);
  const place = at ? make("button", { type: "button", class: "go", onclick: () => {
    const found = around.placeOf(it.path, it.line ?? 0);
    if (found) go(found.number, it.line ? found.word : null);
    if (it.line) around.showPlace({ path: it.path, line: it.line, column: it.column ?? 1 }, true);
  } }, at) : null;
  const key = `${it.code}/${at}/${it.message}`;
  const details = it.explained ? make("details", { "data-of": key }, make("summary", {}, "What is this?")) : null;
  if (details) {
    details.ontoggle = () => { if (details.open && details.children.length === 1) explain(it.code, details); };
    if (open.has(key)) details.open = true;
  }
  return make("div", { class: it.must ? "finding must" : "finding" }, ...ticked(it.message), place ? make("div", {}, place) : "",
    ...it.hints.map((hint) => make("p", { class: "hint" }, ...ticked(hint))), details ?? "");
}

/** Sets what stands between backticks as code. */
function ticked(text) {
  return text.split("`").map((part, at) => (at % 2 ? make("code", {}, part) : part)).filter((part) => part !== "");
}

async function explain(code, into) {
  const answer = await fetch(`/rule/${encodeURIComponent(code)}`).catch(() => null);
  if (!answer?.ok) return;
  const { text } = await answer.json();
  for (const part of text.trim().split(/\n\s*\n/)) {
    const heading = part.match(/^#+ (.*)$/m);
    if (heading) {
      into.append(make("h4", {}, heading[1]));
      const rest = part.replace(heading[0], "").trim();
      if (rest) into.append(make("p", {}, ...ticked(rest)));
    } else if (part.startsWith("```") || /^ {4}/.test(part)) {
      into.append(make("pre", {}, part.replace(/^```.*\n?|```$/gm, "")));
    } else {
      into.append(make("p", {}, ...ticked(part)));
    }
  }
}

let asked = 0;

async function search() {
  const words = $("reference").value.trim();
  asked += 1;
  const mine = asked;
  if (!words) {
    $("works").replaceChildren();
    $("found").textContent = "";
    return;
  }
  const answer = await fetch(`/find?words=${encodeURIComponent(words)}`).catch(() => null);
  const works = answer?.ok ? await answer.json() : [];
  if (mine !== asked) return;
  $("found").textContent = works.length ? `${works.length} found` : "No work of your reference files has all of these words.";
  $("works").replaceChildren(...works.map((work) => make("li", {},
    make("div", {}, `${work.authors || "No author"} (${work.year || "no date"})`), make("div", { class: "quiet" }, work.title),
    make("button", { type: "button", onclick: (event) => copy(work.key, event.target) }, `Copy [@${work.key}]`), work.cited ? make("span", { class: "quiet" }, " cited") : "")));
}

async function copy(key, button) {
  const text = `[@${key}]`;
  let done = "Copied";
  try { await navigator.clipboard.writeText(text); } catch { done = "Copy it yourself:"; }
  button.textContent = `${done} ${text}`;
  setTimeout(() => { button.textContent = `Copy ${text}`; }, 2500);
}

async function run(id, button) {
  button.disabled = true;
  $("said").replaceChildren(make("p", { class: "quiet" }, "At work…"));
  const answer = await fetch("/run", { method: "POST", body: JSON.stringify({ id }) }).catch(() => null);
  button.disabled = false;
  if (!answer?.ok) {
    $("said").replaceChildren(make("p", {}, answer?.status === 409 ? "Another command is at work still." : "folio has ended: start it again with folio watch."));
    return;
  }
  const { command, well, text } = await answer.json();
  $("said").replaceChildren(make("p", {}, well ? "Done: " : "It could not be done: ", make("code", {}, command)), make("pre", { tabindex: "0" }, text.trim()));
}

/** Says what is wrong, or that nothing is any more. */
export function trouble(it) {
  const box = $("trouble");
  box.hidden = !it;
  $("verdict").textContent = sentence || "No pages yet";
  if (!it) return;
  const all = it.findings.slice(0, 4).map((found) => make("li", {}, ...ticked(found.message), found.path ? " – " : "",
    found.path ? make("button", { type: "button", class: "go", onclick: () => around.showPlace({ path: found.path, line: found.line ?? 1, column: found.column ?? 1 }, true) }, found.line ? `${found.path}, line ${found.line}` : found.path) : "",
    ...found.hints.map((hint) => make("p", { class: "quiet" }, ...ticked(hint)))));
  box.replaceChildren(make("p", {}, make("strong", {}, "These are the last good pages. "), ...ticked(it.message), "."),
    all.length ? make("ul", {}, ...all) : "", ...it.hints.map((hint) => make("p", { class: "quiet" }, ...ticked(hint))));
}

export function working({ what, seconds }) {
  $("verdict").textContent = `Still at work after ${seconds} s: ${what}`;
}

export function gone() {
  trouble({ message: "folio has ended or does not answer; start it again with `folio watch`", findings: [], hints: [] });
  isGone = true;
}

let isGone = false;

export function back() {
  if (isGone) $("trouble").hidden = true;
  isGone = false;
}
