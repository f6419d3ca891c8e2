"use strict";
(() => {
  const PRINT_MOST = 5000;
  const find = (selector, from = document) => from.querySelector(selector);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const count = (number) => number.toLocaleString("en");
  const CODES = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'", "&nbsp;": " " };
  const plain = (html) => html.replace(/<[^>]*>/g, " ").replace(/&(?:amp|lt|gt|quot|#x27|nbsp);/g, (code) => CODES[code]);
  const folded = (text) => text.normalize("NFKC").toLowerCase();
  const rowsOf = (html) => html.split("\n").filter((line) => /^<tr[ >]/.test(line));

  const form = find("form.filter");
  const page = Number(form?.dataset.page ?? 500);
  document.documentElement.classList.add("js");

  // A table: its first rows are elements and are hidden when they do not fit; the later ones are the lines of the
  // noscript elements behind it, and become elements of a second body when they are shown.
  class Table {
    constructor(table) {
      this.first = [...table.tBodies[0].rows];
      this.lines = rowsOf(table.tBodies[0].innerHTML);
      for (let next = table.nextElementSibling; next?.localName === "noscript"; next = next.nextElementSibling) {
        this.lines = this.lines.concat(rowsOf(next.textContent));
      }
      while (table.tBodies.length > 1) table.tBodies[1].remove();
      this.rest = table.createTBody();
      this.none = find(".none", table.parentElement);
      this.more = find(".more", table.parentElement);
      this.more.addEventListener("click", () => this.show(this.chosen, this.shown + page));
      this.show([...this.lines.keys()]);
    }

    // Show at most so many of the chosen rows, given by their numbers in order.
    show(chosen, most = page) {
      const visible = chosen.slice(0, most);
      const among = new Set(visible);
      this.first.forEach((row, at) => { row.hidden = !among.has(at); });
      this.rest.innerHTML = visible.filter((at) => at >= this.first.length).map((at) => this.lines[at]).join("");
      this.chosen = chosen;
      this.shown = visible.length;
      this.none.hidden = chosen.length > 0;
      const left = chosen.length - this.shown;
      this.more.hidden = left === 0;
      this.more.textContent = fill(this.more.dataset.text, { n: count(Math.min(page, left)), rest: count(left) });
    }
  }

  const tables = new Map([...document.querySelectorAll("section > table")].map((each) => [each.className, new Table(each)]));
  const findings = tables.get("findings");
  if (!form || !findings) return;

  // What each finding is filtered by; its text is made when it is first searched.
  const keys = findings.lines.map((line) => /^<tr class="(.)" data-c="(\d+)" data-f="(\d+)"/.exec(line));
  const levels = keys.map((key) => key[1]);
  const clauses = keys.map((key) => Number(key[2]));
  const files = keys.map((key) => Number(key[3]));
  const texts = [];
  const textOf = (at) => (texts[at] ??= folded(plain(findings.lines[at])));

  const boxes = [...document.querySelectorAll(".figure input")];
  const status = find("p", form);
  const options = [];

  // A choice is a range of numbers, or a set of them: the files of an enterprise need not follow each other.
  function option(select, label, from, to, members) {
    const made = new Option(label, members ? `of ${options.length}` : `${from}-${to}`);
    select.append(made);
    options.push({ made, label, from, to, members, of: select.name });
  }

  for (const line of tables.get("clauses").lines) {
    const number = Number(/data-c="(\d+)"/.exec(line)[1]);
    option(form.elements.clause, plain(/<td>(.*?)<\/td>/.exec(line)[1]).trim(), number, number);
  }
  // Files have their numbers in the order of their paths, so that a folder is a range of them.
  const names = [];
  const enterprises = new Map();
  for (const line of tables.get("files").lines) {
    const number = /data-f="(\d+)"/.exec(line);
    if (!number) continue;
    names[Number(number[1])] = plain(/<td>(.*?)<\/td>/.exec(line)[1]).trim();
    const owner = /^<tr[^>]* data-e="([^"]*)"/.exec(line);
    if (!owner) continue;
    const enterprise = plain(owner[1]).trim();
    enterprises.set(enterprise, (enterprises.get(enterprise) ?? new Set()).add(Number(number[1])));
  }
  for (const [name, members] of enterprises.size > 1 ? enterprises : []) {
    option(form.elements.file, fill(form.dataset.enterprise, { name, n: members.size }), 0, 0, members);
  }
  const folders = new Map();
  names.forEach((name, at) => {
    for (let end = name.indexOf("/"); end >= 0; end = name.indexOf("/", end + 1)) {
      const range = folders.get(name.slice(0, end + 1)) ?? [at, at];
      folders.set(name.slice(0, end + 1), [range[0], at]);
    }
  });
  const begun = new Set();
  names.forEach((name, at) => {
    for (const [folder, [from, to]] of name.includes("/") ? folders : []) {
      if (from !== at || begun.has(folder) || !name.startsWith(folder)) continue;
      begun.add(folder);
      const number = to - from + 1;
      if (number > 1 && number < names.length) option(form.elements.file, fill(form.dataset.folder, { name: folder, n: number }), from, to);
    }
    option(form.elements.file, name, at, at);
  });

  const rangeOf = (select) => (select.value ? select.value.split("-").map(Number) : [0, Infinity]);

  function apply() {
    const on = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const [clauseFrom, clauseTo] = rangeOf(form.elements.clause);
    const own = options.find(({ made }) => made.selected && made.parentElement === form.elements.file)?.members;
    const [fileFrom, fileTo] = own ? [] : rangeOf(form.elements.file);
    const words = folded(form.elements.words.value).split(/\s+/).filter(Boolean);
    const chosen = [];
    const byLevel = { e: 0, w: 0, i: 0 };
    const counts = { e: 0, w: 0, i: 0 };
    const byClause = [];
    const byFile = new Array(names.length).fill(0);
    for (let at = 0; at < keys.length; at++) {
      if (words.length && !words.every((word) => textOf(at).includes(word))) continue;
      const level = on.has(levels[at]);
      const clause = clauses[at] >= clauseFrom && clauses[at] <= clauseTo;
      const file = own ? own.has(files[at]) : files[at] >= fileFrom && files[at] <= fileTo;
      if (clause && file) byLevel[levels[at]]++;
      if (level && file) byClause[clauses[at]] = (byClause[clauses[at]] ?? 0) + 1;
      if (level && clause) byFile[files[at]]++;
      if (level && clause && file) { chosen.push(at); counts[levels[at]]++; }
    }
    findings.show(chosen);
    for (const box of boxes) find("b", box.parentElement).textContent = count(byLevel[box.value]);
    const sums = [0];
    byFile.forEach((number) => sums.push(sums.at(-1) + number));
    for (const { made, label, from, to, members, of } of options) {
      const number = of === "clause" ? byClause[from] ?? 0 : members ? [...members].reduce((sum, each) => sum + byFile[each], 0) : sums[to + 1] - sums[from];
      made.textContent = `${label}  (${count(number)})`;
    }
    const whole = chosen.length === keys.length;
    const parts = boxes.map((box) => `${find("span", box.parentElement).textContent} ${count(counts[box.value])}`);
    status.textContent = fill(whole ? form.dataset.whole : form.dataset.shown, { n: count(chosen.length), all: count(keys.length) }) + parts.join(form.dataset.comma);
  }

  let waiting;
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(apply, 150); };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => (event.target.name === "words" ? soon() : apply()));
  form.addEventListener("reset", () => { boxes.forEach((box) => { box.checked = true; }); setTimeout(apply); });
  for (const box of boxes) {
    box.hidden = false;
    box.addEventListener("change", apply);
  }

  addEventListener("beforeprint", () => {
    findings.before = findings.shown;
    findings.show(findings.chosen, PRINT_MOST);
    if (findings.chosen.length > PRINT_MOST) status.textContent += ` ${fill(form.dataset.printed, { n: count(PRINT_MOST) })}`;
  });
  addEventListener("afterprint", () => { const shown = findings.before; apply(); findings.show(findings.chosen, shown); });

  form.hidden = false;
  apply();
})();
