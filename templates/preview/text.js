// The texts over the pictures: to be selected, found, heard and clicked.

const $ = (id) => document.getElementById(id);
const ROLES = { paragraph: "paragraph", list: "list", item: "listitem", table: "table", quote: "blockquote", note: "note" };
let around;
let known = 0;
let expected = null;
let place = null;
let editor = null;

export function begin(given) {
  around = given;
  around.view.addEventListener("click", clicked);
  $("place-open").onclick = () => open(place);
  $("place-close").onclick = () => { $("place").hidden = true; around.view.focus(); };
  $("where").onsubmit = (event) => { event.preventDefault(); findWords($("words").value); };
  $("shade").onchange = () => {
    around.view.classList.toggle("shaded", $("shade").checked);
    $("shade-key").hidden = !$("shade").checked;
  };
}

export function setEditor(name) {
  editor = name;
}

/** What changed in the pages whose texts come next. */
export function expect(changed, stamp, follow) {
  if (changed) expected = { ...changed, stamp, follow };
}

/** The texts of a layout can be had. */
export async function ready(stamp) {
  known = stamp;
  const near = around.sheets.filter((sheet) => sheet.isNear);
  await Promise.all(near.map((sheet) => near_(sheet, stamp)));
  if (known !== stamp) return;
  glow(stamp);
  for (const sheet of [...around.sheets]) {
    if (known !== stamp) return;
    if (sheet.isNear || sheet.textLooks === sheet.looks) continue;
    await new Promise((done) => (window.requestIdleCallback ? requestIdleCallback(done, { timeout: 200 }) : setTimeout(done, 20)));
    if (await load(sheet, stamp)) plain(sheet);
  }
  window.folioTexts = stamp;
}

export function near(sheet) {
  near_(sheet, known);
}

async function near_(sheet, stamp) {
  if (!stamp) return;
  if (sheet.textStamp !== stamp) await load(sheet, stamp);
  if (sheet.words && sheet.isNear && sheet.built !== sheet.textLooks) build(sheet);
}

export function far(sheet) {
  if (sheet.built) plain(sheet);
}

async function load(sheet, stamp) {
  const looks = sheet.looks;
  try {
    const answer = await fetch(`/text/${stamp}/${sheet.number}`);
    if (!answer.ok) return false;
    const page = await answer.json();
    if (known !== stamp || sheet.looks !== looks) return false;
    Object.assign(sheet, { words: page.words, blocks: page.blocks, textStamp: stamp, textLooks: looks });
    return true;
  } catch {
    return false;
  }
}

/** Far from the window a text is there to be found, and costs nothing. */
function plain(sheet) {
  sheet.built = "";
  sheet.text.className = "text far";
  sheet.text.style.width = sheet.text.style.height = "";
  sheet.text.textContent = sheet.words.map((word) => word.text).join(" ");
}

const ruler = document.createElement("canvas").getContext("2d");
ruler.font = "100px sans-serif";
const widths = new Map();

function widthOf(word) {
  let width = widths.get(word);
  if (width === undefined) {
    width = ruler.measureText(word).width / 100;
    if (widths.size > 50000) widths.clear();
    widths.set(word, width);
  }
  return width;
}

/** Lays the words where they are drawn, in the tree of headings, lists and tables. */
function build(sheet) {
  const layer = document.createElement("div");
  layer.className = "text";
  layer.style.width = `${sheet.width}px`;
  layer.style.height = `${sheet.height}px`;
  layer.style.transform = sheet.text.style.transform;
  const made = new Map();
  const rows = new Map();
  const element = (at) => {
    if (at === null) return layer;
    if (made.has(at)) return made.get(at);
    const block = sheet.blocks[at];
    const [role, detail] = typeof block.role === "string" ? [block.role] : Object.entries(block.role)[0];
    let parent = element(block.parent);
    let node = document.createElement("div");
    if (role === "cell") {
      const [row, isHead] = detail;
      const key = `${block.parent}/${row}`;
      if (!rows.has(key)) {
        const line = document.createElement("div");
        line.setAttribute("role", "row");
        parent.append(line);
        rows.set(key, line);
      }
      parent = rows.get(key);
      node.setAttribute("role", isHead ? "columnheader" : "cell");
    } else if (role === "heading") {
      node.setAttribute("role", "heading");
      node.setAttribute("aria-level", Math.min(detail + 1, 6) || 1);
    } else if (role === "link") {
      node = link(block);
    } else if (role === "silent") {
      node.setAttribute("aria-hidden", "true");
    } else if (ROLES[role]) {
      node.setAttribute("role", ROLES[role]);
    }
    parent.append(node);
    made.set(at, node);
    return node;
  };
  sheet.words.forEach((word, at) => {
    const node = document.createElement("span");
    const [left, top, width, height] = word.area;
    node.dataset.at = at;
    node.style.left = `${left}px`;
    node.style.top = `${top}px`;
    if (word.number === null) {
      node.setAttribute("role", "img");
      node.setAttribute("aria-label", word.text);
      node.style.width = `${width}px`;
      node.style.height = `${height}px`;
    } else if (!word.text) {
      node.style.width = `${width}px`;
      node.style.height = `${height}px`;
    } else {
      node.textContent = `${word.text} `;
      node.style.fontSize = node.style.lineHeight = `${height}px`;
      const stretched = width / (widthOf(word.text) * height || 1);
      node.style.width = `${width / stretched}px`;
      node.style.transform = `${word.turned ? `rotate(${word.turned}deg) ` : ""}scaleX(${stretched.toFixed(4)})`;
    }
    node.className = word.number === null ? "" : word.counted ? "counts" : "leaves";
    element(word.block).append(node);
  });
  sheet.text.replaceWith(layer);
  sheet.text = layer;
  sheet.built = sheet.textLooks;
}

function link(block) {
  const node = document.createElement("a");
  if (block.page) {
    node.href = `#page-${block.page}`;
    node.onclick = (event) => { event.preventDefault(); around.goTo(block.page); };
  } else if (/^(https?|mailto):/i.test(block.url ?? "")) {
    node.href = block.url;
    node.target = "_blank";
    node.rel = "noreferrer noopener";
  }
  return node;
}

function node(sheet, at) {
  return sheet.text.querySelector(`[data-at="${at}"]`);
}

/** Lets the words that changed glow, and brings the first of them into the window. */
function glow(stamp) {
  const changed = expected;
  if (!changed || changed.stamp > stamp) return;
  expected = null;
  let first = null;
  for (const sheet of around.sheets.slice(changed.page - 1)) {
    if (!sheet.isNear || !sheet.words) break;
    sheet.words.forEach((word, at) => {
      if (word.number === null || word.number < changed.from || word.number >= changed.to) return;
      first ??= [sheet, word];
      const span = node(sheet, at);
      if (!span) return;
      span.classList.add("new");
      setTimeout(() => span.classList.remove("new"), 2700);
    });
  }
  if (!first || !changed.follow) return;
  const [sheet, word] = first;
  const y = sheet.box.offsetTop + word.area[1] * around.scale();
  const { scrollTop, clientHeight } = around.view;
  if (y < scrollTop + 20 || y > scrollTop + clientHeight - 60) around.goTo(sheet.number, word);
}

async function clicked(event) {
  const span = event.target.closest?.(".text span");
  if (!span || String(getSelection())) return;
  const sheet = span.closest(".sheet").sheet;
  // The lines of a chapter move while its other pages stay.
  if (sheet.textStamp !== known) await load(sheet, known);
  const word = sheet.words?.[Number(span.dataset.at)];
  if (!word) return;
  if (word.at) showPlace(word.at, !span.closest("a"));
  else say("This is set by folio itself: no file of yours has it.", null);
}

function say(words, at) {
  place = at;
  $("place").hidden = false;
  $("place-said").textContent = words;
  $("place-open").hidden = !at;
  $("place-open").textContent = editor ? `Open in ${editor}` : "Open it";
}

/** Names a place, copies it, and opens it where an editor is known. */
export async function showPlace(at, opens) {
  const short = `${at.path}:${at.line}:${at.column ?? 1}`;
  say(`${at.path}, line ${at.line}, column ${at.column ?? 1}`, at);
  try {
    await navigator.clipboard.writeText(short);
    say(`${at.path}, line ${at.line}, column ${at.column ?? 1} – copied`, at);
  } catch { /* The place is there to be read. */ }
  if (opens && editor) open(at);
}

async function open(at) {
  if (!at) return;
  const answer = await fetch("/open", { method: "POST", body: JSON.stringify({ path: at.path, line: at.line, column: at.column ?? 1 }) }).catch(() => null);
  if (!answer?.ok) say(`It could not be opened: ${(answer && await answer.text()) || "folio has ended"}`, at);
}

/** Returns the page and the word that stand nearest at or behind a line. */
export function pageOf(path, line) {
  let best = null;
  for (const sheet of around.sheets) {
    for (const word of sheet.words ?? []) {
      if (word.at?.path !== path) continue;
      const off = line ? (word.at.line >= line ? word.at.line - line : (line - word.at.line) * 3) : 0;
      if (!best || off < best.off) best = { off, number: sheet.number, word };
    }
  }
  return best;
}

let last = { words: "", at: -1 };

/** Goes to the next place where some words are printed. */
async function findWords(words) {
  const fold = (word) => word.toLowerCase().normalize("NFKD").replace(/[^\p{L}\p{N}]/gu, "");
  const wanted = words.split(/\s+/).map(fold).filter(Boolean);
  if (!wanted.length) return;
  const all = [];
  for (const sheet of around.sheets) (sheet.words ?? []).forEach((word, at) => { if (word.text && word.number !== null) all.push([sheet, word, at]); });
  const texts = all.map(([, word]) => fold(word.text));
  const found = texts.flatMap((_, at) => (wanted.every((word, n) => n === wanted.length - 1 ? texts[at + n]?.startsWith(word) : texts[at + n] === word) ? [at] : []));
  if (!found.length) {
    $("where-said").textContent = "These words are on no page.";
    return;
  }
  const from = last.words === words ? last.at : -1;
  const at = found.find((it) => it > from) ?? found[0];
  last = { words, at };
  const [sheet, word, number] = all[at];
  around.goTo(sheet.number, word);
  $("where-said").textContent = `Page ${sheet.number}; ${found.indexOf(at) + 1} of ${found.length}.`;
  for (const old of document.querySelectorAll(".found")) old.classList.remove("found");
  if (sheet.textStamp !== known) await load(sheet, known);
  const fresh = sheet.words[number];
  if (fresh?.at) showPlace(fresh.at, false);
  setTimeout(() => {
    if (sheet.built !== sheet.looks) { sheet.isNear = true; if (sheet.words) build(sheet); }
    for (let n = 0; n < wanted.length; n += 1) node(all[at + n][0], all[at + n][2])?.classList.add("found");
  }, 60);
}
