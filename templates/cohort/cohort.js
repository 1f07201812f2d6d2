"use strict";
(() => {
  const table = document.getElementById("cohort");
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const at = (id) => document.getElementById(id);
  const [supervisor, milestone, state, find] = ["v", "m", "s", "q"].map(at);
  const tiles = Array.from(document.querySelectorAll(".tile"));
  const facts = rows.map((row) => ({
    row,
    text: row.textContent.toLowerCase(),
    attention: row.dataset.a,
    supervisors: (row.dataset.v || "").split(" "),
    states: (row.dataset.s || "").split(" "),
    next: row.dataset.n || "",
  }));
  const value = (it) => (it ? it.value : "");
  // A browser lays out a hundred lines at once; the others wait until they are asked for.
  const few = 100;
  let most = few;
  let found = facts;
  const show = (limit) => {
    body.replaceChildren(...found.slice(0, limit).map((it) => it.row));
    const all = rows.length.toLocaleString("en-GB");
    const some = found.length.toLocaleString("en-GB");
    const head = found.length > limit ? `, the first ${limit} below` : "";
    at("shown").textContent = (found.length === rows.length ? `${all} shown` : `${some} of ${all} shown`) + head;
    at("more").hidden = found.length <= limit;
  };
  const filter = () => {
    const pressed = tiles.filter((it) => it.getAttribute("aria-pressed") === "true");
    const attention = new Set(pressed.map((it) => it.dataset.a));
    const [who, which, how, words] = [supervisor, milestone, state, find].map(value);
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    found = facts.filter((it) => {
      const own = which === "" ? it.next : it.states.find((pair) => pair.startsWith(which + ":"));
      return (!attention.size || attention.has(it.attention))
        && (who === "" || it.supervisors.includes(who))
        && (which === "" || own !== undefined)
        && (how === "" || (own !== undefined && own.endsWith(":" + how)))
        && wanted.every((word) => it.text.includes(word));
    });
    show(most);
  };
  for (const it of [supervisor, milestone, state]) if (it) it.addEventListener("change", filter);
  find.addEventListener("input", filter);
  for (const tile of tiles) {
    tile.addEventListener("click", () => {
      tile.setAttribute("aria-pressed", tile.getAttribute("aria-pressed") !== "true");
      filter();
    });
  }
  at("all").addEventListener("click", () => {
    for (const it of [supervisor, milestone, state, find]) if (it) it.value = "";
    for (const tile of tiles) tile.setAttribute("aria-pressed", "false");
    most = few;
    filter();
  });
  const heads = Array.from(table.tHead.rows[0].cells);
  const key = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.k === undefined ? cell.textContent.trim().toLowerCase() : Number(cell.dataset.k);
  };
  heads.forEach((head, column) => {
    head.firstElementChild.addEventListener("click", () => {
      const turn = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", turn === 1 ? "ascending" : "descending");
      const keys = new Map(facts.map((it) => [it, key(it.row, column)]));
      // What is empty stands last, whichever way.
      const compare = (one, other) => {
        if (one === "" || other === "") return (one === "") - (other === "");
        return one < other ? -turn : one > other ? turn : 0;
      };
      facts.sort((one, other) => compare(keys.get(one), keys.get(other)));
      filter();
    });
  });
  at("more").addEventListener("click", () => {
    most = Infinity;
    show(most);
  });
  addEventListener("beforeprint", () => show(Infinity));
  addEventListener("afterprint", () => show(most));
  show(most);
})();
