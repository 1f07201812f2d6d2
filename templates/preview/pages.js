// The pages: pictures that follow the files, in a view that keeps its place.

import * as text from "./text.js";
import * as panel from "./panel.js";

const $ = (id) => document.getElementById(id);
const view = $("pages");
const POINT = 96 / 72;
const GAP = 16;
const sheets = [];
let stamp = 0;
let zoom = Number(localStorage.getItem("folio:zoom")) || 0;
let follow = localStorage.getItem("folio:follow") !== "no";

/** How many pixels of the window a point of the page has. */
function scale() {
  const widest = Math.max(1, ...sheets.map((sheet) => sheet.width));
  const fit = Math.min((view.clientWidth - 2 * GAP) / widest, 1.5 * POINT);
  return zoom ? zoom * POINT : Math.max(fit, 0.2);
}

/** How fine pictures are drawn for that, in pixels a point. */
function fineness() {
  return Math.min(8, Math.round(scale() * devicePixelRatio * 100) / 100);
}

function size(sheet, now) {
  const sized = `${sheet.width} ${sheet.height} ${now}`;
  if (sheet.sized === sized) return;
  sheet.sized = sized;
  sheet.box.style.width = `${sheet.width * now}px`;
  sheet.box.style.height = `${sheet.height * now}px`;
  sheet.text.style.transform = `scale(${now})`;
}

function makeSheet(number) {
  const box = document.createElement("section");
  box.className = "sheet";
  box.id = `page-${number}`;
  box.setAttribute("aria-label", `Page ${number}`);
  const picture = new Image();
  picture.alt = "";
  const layer = document.createElement("div");
  layer.className = "text far";
  box.append(picture, layer);
  const sheet = { number, box, picture, text: layer, looks: "", shown: "", width: 1, height: 1, words: null };
  nearby.observe(box);
  box.sheet = sheet;
  return sheet;
}

const nearby = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const { sheet } = entry.target;
    sheet.isNear = entry.isIntersecting;
    if (sheet.isNear) {
      draw(sheet);
      text.near(sheet, stamp);
    } else {
      text.far(sheet);
    }
  }
}, { root: view, rootMargin: "60% 0px" });

/** Shows a page as it is now; the picture before stays until the new one can be seen. */
async function draw(sheet) {
  const wanted = `/picture/${sheet.looks}?scale=${fineness()}`;
  if (!sheet.looks || sheet.wanted === wanted) return false;
  sheet.wanted = wanted;
  const picture = new Image();
  picture.alt = "";
  picture.src = wanted;
  try {
    await picture.decode();
  } catch {
    if (sheet.wanted === wanted) sheet.wanted = "";
    return false;
  }
  if (sheet.wanted !== wanted) return false;
  sheet.picture.replaceWith(picture);
  sheet.picture = picture;
  sheet.shown = sheet.looks;
  return true;
}

const smallOnes = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    target.isNear = isIntersecting;
    drawSmall(target);
  }
}, { root: $("contents"), rootMargin: "50% 0px" });

function drawSmall(button) {
  const sheet = sheets[button.at];
  if (!sheet || !button.isNear) return;
  const scale = Math.max(0.1, Math.round(96 / sheet.width * devicePixelRatio * 100) / 100);
  const wanted = `/picture/${sheet.looks}?scale=${scale}`;
  if (button.wanted === wanted) return;
  button.wanted = wanted;
  button.firstChild.src = wanted;
}

/** Keeps the small pages as the large ones are, while they are looked at. */
function small() {
  if (!$("small").open) return;
  const list = $("thumbs");
  while (list.children.length > sheets.length) list.lastChild.remove();
  sheets.forEach((sheet, at) => {
    if (at === list.children.length) {
      const item = document.createElement("li");
      const button = document.createElement("button");
      const picture = new Image();
      picture.alt = "";
      button.type = "button";
      button.at = at;
      button.setAttribute("aria-label", `Page ${at + 1}`);
      button.onclick = () => panel.go(at + 1);
      button.append(picture, String(at + 1));
      item.append(button);
      list.append(item);
      smallOnes.observe(button);
    }
    const button = list.children[at].firstChild;
    button.firstChild.style.aspectRatio = `${sheet.width} / ${sheet.height}`;
    drawSmall(button);
  });
}

$("small").ontoggle = small;

function top() {
  return sheets.find((sheet) => sheet.box.offsetTop + sheet.box.offsetHeight > view.scrollTop + 2) ?? sheets[0];
}

function isSeen(sheet) {
  const from = sheet.box.offsetTop;
  return from < view.scrollTop + view.clientHeight - 40 && from + sheet.box.offsetHeight > view.scrollTop + 40;
}

function seen() {
  return sheets.filter(isSeen);
}

/** Takes the pages as they are now. */
function take(pages) {
  const anchor = top();
  const before = anchor && { looks: anchor.looks, number: anchor.number, offset: view.scrollTop - anchor.box.offsetTop };
  const isFirst = stamp === 0;
  stamp = pages.stamp;
  $("wait").hidden = true;
  while (sheets.length > pages.pages.length) {
    const sheet = sheets.pop();
    nearby.unobserve(sheet.box);
    sheet.box.remove();
  }
  pages.pages.forEach(([looks, width, height], at) => {
    if (at === sheets.length) {
      sheets.push(makeSheet(at + 1));
      view.append(sheets[at].box);
    }
    const sheet = sheets[at];
    Object.assign(sheet, { looks, width, height });
  });
  const now = scale();
  sheets.forEach((sheet) => size(sheet, now));
  if (before && !isFirst) {
    // What was at the top stays there, also where pages came or went before it.
    const same = sheets.filter((sheet) => sheet.looks === before.looks);
    same.sort((a, b) => Math.abs(a.number - before.number) - Math.abs(b.number - before.number));
    const there = same[0] ?? sheets[Math.min(before.number, sheets.length) - 1];
    if (there && there.number !== before.number) view.scrollTop = there.box.offsetTop + before.offset;
  }
  const changed = pages.changed && sheets[pages.changed.page - 1];
  if (changed && follow && !isFirst && !isSeen(changed)) {
    view.scrollTop = changed.box.offsetTop - GAP;
  }
  text.expect(pages.changed && !isFirst ? pages.changed : null, stamp, follow);
  const mine = stamp;
  const shown = seen();
  const first = changed && shown.includes(changed) ? [changed] : [];
  const drawn = [...first, ...shown.filter((sheet) => sheet !== changed)].map(draw);
  for (const sheet of sheets) if (sheet.isNear) draw(sheet);
  Promise.all(drawn).then(() => requestAnimationFrame(() => setTimeout(() => {
    // For whoever measures how long it took.
    if (mine === stamp) window.folioShown = { stamp: mine, at: performance.timeOrigin + performance.now(), took: pages.took, seconds: pages.seconds };
  })));
  $("page-count").textContent = `of ${sheets.length}`;
  small();
  tellSeen();
}

let told = "";
let telling = 0;

/** Says which pages are seen, so that they are drawn before anybody asks. */
function tellSeen() {
  clearTimeout(telling);
  telling = setTimeout(() => {
    const shown = seen();
    if (!shown.length) return;
    const [first, last] = [shown[0].number, shown[shown.length - 1].number];
    const said = JSON.stringify({ from: first, to: last, follow, scale: fineness() });
    panel.current(shown[0].number);
    for (const { firstChild: button } of $("thumbs").children) {
      if (button.at + 1 === first) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    if (document.activeElement !== $("page-number")) $("page-number").value = first;
    if (said === told) return;
    told = said;
    fetch("/seen", { method: "POST", body: said }).catch(() => { told = ""; });
  }, 80);
}

/** Goes to a page, and to a word on it. */
export function goTo(number, word) {
  const sheet = sheets[number - 1];
  if (!sheet) return;
  const down = word ? word.area[1] * scale() - view.clientHeight / 3 : -GAP;
  view.scrollTop = sheet.box.offsetTop + Math.max(down, -GAP);
}

function resize() {
  const sheet = top();
  const part = sheet ? (view.scrollTop - sheet.box.offsetTop) / sheet.box.offsetHeight : 0;
  const now = scale();
  sheets.forEach((sheet) => size(sheet, now));
  if (sheet) view.scrollTop = sheet.box.offsetTop + part * sheet.box.offsetHeight;
  for (const near of sheets) if (near.isNear) draw(near);
  tellSeen();
}

function setZoom(to) {
  zoom = to && Math.min(Math.max(to, 0.3), 4);
  localStorage.setItem("folio:zoom", zoom);
  resize();
}

$("smaller").onclick = () => setZoom(scale() / POINT / 1.2);
$("larger").onclick = () => setZoom(scale() / POINT * 1.2);
$("fit").onclick = () => setZoom(0);
$("go").onsubmit = (event) => {
  event.preventDefault();
  goTo(Number($("page-number").value));
};
$("follow").checked = follow;
$("follow").onchange = () => {
  follow = $("follow").checked;
  localStorage.setItem("folio:follow", follow ? "yes" : "no");
  told = "";
  tellSeen();
};
view.addEventListener("scroll", tellSeen, { passive: true });
new ResizeObserver(resize).observe(view);

text.begin({ sheets, view, goTo, scale });
panel.begin({ goTo, placeOf: text.pageOf, showPlace: text.showPlace });

const events = new EventSource("/events");
events.addEventListener("pages", (event) => {
  const pages = JSON.parse(event.data);
  take(pages);
  // What changed on the page is seen first.
  requestAnimationFrame(() => setTimeout(() => panel.pages(pages)));
});
events.addEventListener("texts", (event) => text.ready(Number(event.data)));
events.addEventListener("panel", (event) => panel.judged(JSON.parse(event.data)));
events.addEventListener("trouble", (event) => panel.trouble(JSON.parse(event.data)));
events.addEventListener("working", (event) => panel.working(JSON.parse(event.data)));
events.onerror = () => panel.gone();
events.onopen = () => panel.back();
