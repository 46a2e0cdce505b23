"use strict";
// The live page: shows the pieces that the server sends, and sends the user's orders. All HTML comes from the server, which escapes it.

const token = new URLSearchParams(location.search).get("token") ?? "";
let version = document.currentScript.dataset.state;
const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const blocks = () => all(".sheet [data-piece]").filter((block) => /^\d+$/.test(block.dataset.piece));

function make(name, className, text = "") {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}

function button(text, action, title = text) {
  const made = make("button", "", text);
  made.type = "button";
  made.title = title;
  made.addEventListener("click", action);
  return made;
}

// MARK: The server

async function get(path) {
  const answer = await fetch(path, { headers: { "X-Practicum-Token": token } });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

async function post(path, body = {}) {
  if (isOver) {
    say(over);
    return null;
  }
  try {
    const answer = await fetch(path, {
      method: "POST", body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", "X-Practicum-Token": token },
    });
    if (answer.ok || answer.status === 409) return await answer.json();
    say(await answer.text());
  } catch {
    say("The server does not answer. Your text is still here.");
  }
  return null;
}

/** Shows a sentence in the bar, which screen readers read aloud, until the server sends another one. */
function say(text) {
  const place = one(".says");
  if (place) place.textContent = text;
}

// A browser opens at most six connections to a server, and a seventh page would wait forever. So one page holds the stream of events and
// passes the events on to the others. When it is closed, another page takes its place.
const channel = new BroadcastChannel("practicum " + version.split("-")[0]);
const number = (id) => Number(id.split("-")[1]);
channel.addEventListener("message", (message) => take(message.data));
navigator.locks.request("practicum " + version.split("-")[0], () => new Promise(() => { listen(); }));
catchUp();

function listen() {
  const query = new URLSearchParams({ token, since: version });
  const source = new EventSource("events?" + query);
  const tell = (message) => { take(message); channel.postMessage(message); };
  source.addEventListener("message", (event) => tell(JSON.parse(event.data)));
  source.addEventListener("open", () => tell({ isLost: false }));
  source.addEventListener("error", () => {
    tell({ isLost: true });
    // The browser tries again, unless the server has refused.
    if (source.readyState === EventSource.CLOSED) tryAgain(tell);
  });
}

/** Whether another server runs at this address now. It refuses the token of this page. */
let isOver = false;
const over = "The server was started again and has a new address: open the one that is printed in the terminal. "
  + "This page can't save or run any more. Copy the text that you have typed before you close it.";

async function tryAgain(tell) {
  let status = 0;
  try {
    status = (await fetch("news?" + new URLSearchParams({ since: version }), { headers: { "X-Practicum-Token": token } })).status;
  } catch { /* It does not listen yet. */ }
  if (status === 403) tell({ isOver: true });
  else setTimeout(listen, 2000);
}

async function catchUp() {
  try {
    take(await get("news?" + new URLSearchParams({ since: version })));
  } catch { /* The stream tells what is lost. */ }
}

function take(news) {
  if (news.isOver) {
    isOver = true;
    document.body.classList.add("lost");
    return say(over);
  }
  if (news.isLost !== undefined) {
    document.body.classList.toggle("lost", news.isLost);
    if (news.isLost) say("The connection is lost. The page tries again. Your text is kept on this page.");
    return;
  }
  if (!news.id || news.id === version) return;
  const isSame = news.id.split("-")[0] === version.split("-")[0];
  // This page has missed an event.
  if (isSame && news.from && number(news.from) > number(version)) return void catchUp();
  if (isSame && number(news.id) < number(version)) return;
  version = news.id;
  if (news.sheet) putSheet(news.sheet);
  for (const [name, html] of news.pieces ?? []) put(name, html);
}

// MARK: Pieces

function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

/** The elements of the pieces, by name. */
const pieces = new Map();

function note(root) {
  for (const piece of [root, ...all("[data-piece]", root)]) if (piece.dataset.piece) pieces.set(piece.dataset.piece, piece);
}

function put(name, html) {
  const old = pieces.get(name);
  const fresh = parsed(html);
  if (!old?.isConnected || !fresh) return;
  if (name === "status") {
    // Screen readers read changes inside an element, but not an element that is replaced.
    old.textContent = fresh.textContent;
    one('[data-do="stop"]').disabled = fresh.dataset.running === undefined;
    return;
  }
  all("details", old).forEach((details, place) => {
    const same = all("details", fresh)[place];
    if (same) same.open = details.open;
  });
  const hasFocus = old === document.activeElement || old.contains(document.activeElement);
  const isSelected = old === selected;
  const focused = hasFocus && document.activeElement !== old ? document.activeElement.dataset.do : undefined;
  const editor = editors.get(old);
  old.replaceWith(fresh);
  note(fresh);
  decorate(fresh);
  if (editor) {
    editors.delete(old);
    editors.set(fresh, editor);
    fresh.hidden = true;
  }
  if (isSelected) select(fresh, false);
  if (hasFocus && !editor) (focused ? one(`[data-do="${focused}"]`, fresh) : fresh)?.focus({ preventScroll: true });
}

/** Replaces the whole report. The scroll position and the open texts are kept. */
function putSheet(html) {
  const anchor = blocks().find((block) => block.id && block.getBoundingClientRect().bottom > 60);
  const top = anchor?.getBoundingClientRect().top;
  const open = [...editors].map(([block, editor]) => ({ id: block.id, key: keyOf(block), editor }));
  const chosen = selected && { id: selected.id, key: keyOf(selected) };
  const focus = document.activeElement;
  editors.clear();
  const fresh = parsed(html);
  one(".sheet").replaceWith(fresh);
  note(fresh);
  decorate(fresh);
  const found = ({ id, key }) => blocks().find((block) => (id ? block.id === id : keyOf(block) === key));
  for (const item of open) attach(item.editor, found(item) ?? blocks()[0]);
  selected = null;
  const again = chosen && found(chosen);
  if (again) select(again, false);
  if (anchor) {
    const same = document.getElementById(anchor.id);
    if (same) window.scrollBy(0, same.getBoundingClientRect().top - top);
  }
  if (document.contains(focus)) focus.focus({ preventScroll: true });
}

/** Identifies a block after the places of blocks have changed. */
const keyOf = (block) => block.id || block.dataset.text || block.textContent;

/** Adds the buttons to blocks. */
function decorate(root) {
  const list = root.matches("[data-piece]") && !root.matches(".sheet") ? [root] : blocks();
  for (const block of list) {
    if (!/^\d+$/.test(block.dataset.piece ?? "")) continue;
    if (!block.id) block.dataset.text = block.textContent;
    block.tabIndex = -1;
    const tools = make("span", "tools");
    if (block.matches(".cell")) {
      tools.append(button("Run", () => run([labelOf(block)]), "Run this cell (Shift-Enter)"));
    } else if (block.matches("h2, h3, h4, h5, h6")) {
      tools.append(button("Run section", () => post("run", { section: Number(block.dataset.piece) })));
    }
    tools.append(button("Edit", () => edit(block), "Edit (Enter)"));
    (one(".cell-head", block) ?? block).append(tools);
  }
}

const labelOf = (cell) => one(".cell-label", cell).textContent;
const run = (cells, fresh = false) => post("run", cells ? { cells, fresh } : {});

// MARK: Selecting a block

let selected = null;

function select(block, moves = true) {
  selected?.classList.remove("selected");
  if (selected) selected.tabIndex = -1;
  selected = block;
  block.classList.add("selected");
  block.tabIndex = 0;
  if (!moves) return;
  block.focus({ preventScroll: true });
  block.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const list = blocks().filter((block) => !block.hidden);
  const place = list.indexOf(selected);
  const next = place < 0 ? firstVisible(list) : list[Math.min(Math.max(place + step, 0), list.length - 1)];
  if (next) select(next);
}

const firstVisible = (list) => list.find((block) => block.getBoundingClientRect().bottom > 60);

// MARK: Editing

/** The open editors, by block. */
const editors = new Map();

async function edit(block) {
  if (editors.has(block)) return one("textarea", editors.get(block).element).focus();
  select(block, false);
  try {
    const text = await get("block?" + new URLSearchParams({ piece: block.dataset.piece }));
    attach(openEditor(block, text), block);
  } catch (error) {
    say(error.message);
  }
}

/** Opens an empty cell below a block. */
async function insert(block) {
  const text = await get("block?" + new URLSearchParams({ piece: block.dataset.piece, whole: true }));
  const editor = openEditor(block, { source: text.source, first: text.end, end: text.end, text: "" });
  editor.isNew = true;
  editor.area.value = "\n```{practicum}\n\n```";
  attach(editor, block);
  editor.area.setSelectionRange(16, 16);
  fit(editor.area);
}

function openEditor(block, base) {
  const element = make("div", "editor");
  const area = make("textarea");
  area.value = base.text;
  area.spellcheck = false;
  area.setAttribute("aria-label", block.matches(".cell") ? "Text of cell " + labelOf(block) : "Text");
  const problems = make("div", "check");
  problems.setAttribute("aria-live", "polite");
  const isCell = block.matches(".cell");
  const editor = { element, area, problems, base, isCell, label: isCell ? labelOf(block) : null };
  const bar = make("p", "editor-bar");
  bar.append(
    button("Save", () => save(editor), "Save to the file (Ctrl-S)"),
    button("Save and run", () => save(editor, true), "Shift-Enter"),
    button("Discard", () => close(editor)));
  element.append(area, problems, bar);
  let timer = 0;
  area.addEventListener("input", () => {
    fit(area);
    clearTimeout(timer);
    timer = setTimeout(() => check(editor), 150);
  });
  area.addEventListener("keydown", (event) => {
    const isSave = event.key === "s" && (event.ctrlKey || event.metaKey);
    if (isSave) save(editor);
    else if (event.key === "Enter" && (event.shiftKey || event.ctrlKey)) save(editor, true, event.shiftKey);
    else if (event.key === "Escape") leave(editor);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return editor;
}

function attach(editor, block) {
  editors.set(block, editor);
  editor.block = block;
  if (!editor.isNew) block.hidden = true;
  block.after(editor.element);
  fit(editor.area);
  editor.area.focus({ preventScroll: true });
}

const blockOf = (editor) => [...editors].find(([, other]) => other === editor)?.[0];

function fit(area) {
  area.rows = Math.max(2, area.value.split("\n").length);
}

async function check(editor) {
  const text = editor.area.value;
  const answer = await post("check", { ...editor.base, text });
  // The reply is about an earlier text.
  if (!answer || editor.area.value !== text || editor.conflict) return;
  editor.problems.innerHTML = answer.html;
  if (answer.others > 0) editor.problems.append(make("p", "", `${answer.others} more elsewhere in the notebook.`));
  editor.area.setAttribute("aria-invalid", answer.html !== "");
}

/** Closes an editor if its text was not changed. An unsaved text stays open. */
function leave(editor) {
  const block = blockOf(editor);
  if (editor.area.value === editor.base.text) close(editor);
  else say("The text is open and not saved: Ctrl-S saves it, Discard drops it.");
  if (block) select(block.hidden ? editor.element : block);
}

function close(editor) {
  const block = blockOf(editor);
  editors.delete(block);
  editor.element.remove();
  if (!block) return;
  block.hidden = false;
  select(block);
}

async function save(editor, runs = false, goesOn = false) {
  // Text that is typed during saving would be lost.
  if (editor.area.readOnly) return;
  editor.area.readOnly = true;
  const answer = await post("save", { ...editor.base, text: editor.area.value, runs });
  editor.area.readOnly = false;
  if (!answer) return;
  if (answer.theirs) return showConflict(editor, answer.theirs, runs);
  if (!answer.isSaved) {
    editor.problems.replaceChildren(make("p", "", answer.error));
    return say(answer.error);
  }
  close(editor);
  if (goesOn) move(1);
}

/** Shows the text that is in the file now beside the text of this page. Nothing was written. */
function showConflict(editor, theirs, runs) {
  editor.conflict = theirs;
  const box = make("div", "conflict");
  box.setAttribute("role", "alert");
  const other = make("pre", "", theirs.text);
  const end = (action) => () => { box.remove(); editor.conflict = null; action(); };
  box.append(
    make("p", "", "Somebody else has changed this part of the file. Nothing was written, and both texts are kept until you choose. The file has now:"),
    other,
    button("Save mine in its place", end(() => { editor.base = theirs; save(editor, runs); })),
    button("Go on with both", end(() => {
      editor.base = theirs;
      editor.area.value = theirs.text + "\n" + editor.area.value;
      fit(editor.area);
    })),
    button("Keep the file's", end(() => close(editor))));
  editor.problems.replaceChildren(box);
}

window.addEventListener("beforeunload", (event) => {
  if ([...editors.values()].some((editor) => editor.area.value !== editor.base.text)) event.preventDefault();
});

// MARK: Bar, settings and questions

const actions = {
  "run-stale": () => run(null),
  stop: () => post("stop"),
  drawer: () => {
    const drawer = one(".drawer");
    drawer.hidden = !drawer.hidden;
    one('.bar [data-do="drawer"]').setAttribute("aria-expanded", !drawer.hidden);
    if (!drawer.hidden) one("input, textarea, select, button", drawer).focus();
  },
  defaults: (target) => {
    const form = target.closest("form");
    for (const field of fieldsOf(form)) field.value = field.dataset.default;
    preview(form);
  },
  keys: () => {
    say("j, k: next, previous. Enter: edit. Shift-Enter: run and go on. Ctrl-Enter: run. b: new cell below. R: run all. i i: stop. Esc: leave.");
  },
};

const fieldsOf = (form) => all("[data-default]", form);

/** The values that the user has changed. The others are the notebook's own. */
function valuesOf(form) {
  const changed = fieldsOf(form).filter((field) => field.value !== field.dataset.default);
  return Object.fromEntries(changed.map((field) => [field.name, field.value]));
}

async function preview(form) {
  const values = valuesOf(form);
  const answer = await post("preview", { values });
  if (answer && JSON.stringify(valuesOf(form)) === JSON.stringify(values)) one(".preview", form).innerHTML = answer.html;
}

let previewTimer = 0;
document.addEventListener("input", (event) => {
  const form = event.target.closest('[data-form="settings"]');
  if (!form) return;
  clearTimeout(previewTimer);
  previewTimer = setTimeout(() => preview(form), 200);
});

document.addEventListener("change", (event) => {
  if (event.target.dataset.do !== "take" || !event.target.value) return;
  const area = one("textarea", event.target.previousElementSibling);
  area.value = event.target.value;
  event.target.value = "";
  area.focus();
});

document.addEventListener("focusin", (event) => {
  const form = event.target.closest('[data-form="ask"]');
  if (!form || form.dataset.warm) return;
  form.dataset.warm = "true";
  post("warm", { name: form.dataset.ask, texts: [] });
});

document.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  if (form.dataset.form === "settings") {
    await post("settings", { values: valuesOf(form) });
  } else {
    const texts = all("textarea", form).map((area) => area.value);
    const answer = await post("ask", { name: form.dataset.ask, texts });
    if (answer) one(".outputs", form).innerHTML = answer.html;
  }
});

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-do]");
  if (target && actions[target.dataset.do]) return actions[target.dataset.do](target);
  const block = event.target.closest(".sheet [data-piece]");
  if (block && /^\d+$/.test(block.dataset.piece) && !event.target.closest("a, button, summary")) {
    if (block !== selected && !String(getSelection())) select(block, false);
  }
});

document.addEventListener("dblclick", (event) => {
  const block = event.target.closest(".prose[data-piece], .literal[data-piece]");
  if (block && !event.target.closest("a, button")) edit(block);
});

// MARK: Keys, as in Jupyter

let interruptedAt = 0;
document.addEventListener("keydown", (event) => {
  const target = event.target;
  if (target.matches("textarea, input, select")) {
    if (event.key === "Escape" && target.closest(".drawer")) actions.drawer();
    if (event.key === "Enter" && event.shiftKey && target.closest('[data-form="ask"]')) {
      event.preventDefault();
      target.form.requestSubmit();
    }
    return;
  }
  if (event.altKey || event.metaKey) return;
  const isCell = selected?.matches(".cell");
  if (event.key === "Enter" && (event.shiftKey || event.ctrlKey)) {
    if (isCell) run([labelOf(selected)]);
    if (event.shiftKey) move(1);
  } else if (event.ctrlKey) {
    return;
  } else if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "Enter" && selected && target === selected) edit(selected);
  else if (event.key === "b" && selected) insert(selected);
  else if (event.key === "R") run(null);
  else if (event.key === "i") {
    if (event.timeStamp - interruptedAt < 800) post("stop");
    interruptedAt = event.timeStamp;
  } else if (event.key === "Escape" && !one(".drawer").hidden) actions.drawer();
  else return;
  event.preventDefault();
});

note(document.body);
decorate(document.body);
