// The case page: opens what is sealed, shows it as text and never as markup, seals answers.

import {
  fromBase64, importPkcs8, importRawPrivate, isCapable, open, openJson, publicOf, sealJson,
  toBase64,
} from "./crypto.js";
import { Drafts } from "./drafts.js";
import { watchIdle } from "./idle.js";
import { onKeys } from "./keys.js";
import { recall, unlockWith } from "./keyring.js";
import { watchReveals } from "./reveal.js";
import { onTrail } from "./trail.js";
import { pageToken, pageWords, postFromPage, wordsFor } from "./wire.js";

const sealed = JSON.parse(document.getElementById("sealed").textContent);
const words = pageWords();
const casePublic = fromBase64(sealed.caseKey);
const notesPublic = fromBase64(sealed.notesKey);
const WORDS_LIMIT = 4000;
const drafts = new Drafts(sealed.caseId, sealed.me);
const DONE = "andan.done";
const FACTS = ["danger", "when", "subject", "landmark", "people", "wish"];

// ---- opening --------------------------------------------------------------------------

async function start() {
  if (!(await isCapable())) return lockWith(words.browser, false);
  try {
    const pkcs8 = await recall(pageToken());
    return pkcs8 ? await show(pkcs8) : lockWith(words.locked, true);
  } catch (failure) {
    return lockWith(wordsFor(failure, words), true);
  }
}

async function show(pkcs8) {
  const { caseKey, notesKey } = await caseKeys(pkcs8);
  document.getElementById("lock").hidden = true;
  document.body.classList.add("opened");
  await Promise.all([
    ...sealed.messages.map((message, at) => showMessage(message, at, caseKey)),
    ...sealed.notes.map((note, at) => showNote(note, at, notesKey)),
    bringBack("reply", caseKey, casePublic),
    bringBack("move", caseKey, casePublic),
    bringBack("note", notesKey, notesPublic),
  ]);
}

async function bringBack(id, key, ownPublic) {
  const form = document.getElementById(id);
  if (!form || form.words.value !== "") return;
  const kept = await drafts.take(id, key, ownPublic);
  if (kept === "") return;
  form.words.value = kept;
  form.querySelector(".said").textContent = words.draft_kept;
}

async function caseKeys(pkcs8) {
  const own = await importPkcs8(pkcs8);
  const context = `andan/v1/case-key|${sealed.caseId}|reviewer|${sealed.keyId}`;
  const both = await open(fromBase64(sealed.envelope), own, await publicOf(own), context);
  return {
    caseKey: await importRawPrivate(both.slice(0, 32)),
    notesKey: await importRawPrivate(both.slice(32, 64)),
  };
}

async function showMessage(message, at, key) {
  const context = `andan/v1/message|${sealed.caseId}|${message.author}`;
  const said = await opened(message.sealed, key, casePublic, context);
  fill(document.querySelector(`[data-message="${at}"]`), said);
  if (at === 0 && said) showFacts(said);
}

async function showNote(note, at, key) {
  const context = `andan/v1/note|${sealed.caseId}`;
  fill(
    document.querySelector(`[data-note="${at}"]`), await opened(note, key, notesPublic, context),
  );
}

async function opened(text, key, ownPublic, context) {
  try {
    return await openJson(fromBase64(text), key, ownPublic, context);
  } catch {
    return null;
  }
}

function fill(place, said) {
  place.textContent = typeof said?.words === "string" ? said.words : words.cannot_open;
  place.classList.toggle("bad", !said);
  place.classList.remove("sealed");
}

function showFacts(said) {
  const labels = JSON.parse(document.getElementById("fact-words").textContent);
  const list = document.getElementById("facts");
  for (const name of FACTS) {
    const value = said[name];
    if (typeof value !== "string" || value === "") continue;
    const term = document.createElement("dt");
    const detail = document.createElement("dd");
    term.textContent = labels.names[name];
    detail.textContent = labels.values[`${name}.${value}`] ?? value;
    detail.classList.toggle("bad", name === "danger" && value === "yes");
    list.append(term, detail);
  }
  list.hidden = list.childElementCount === 0;
}

// ---- the lock -------------------------------------------------------------------------

function lockWith(text, canUnlock) {
  const lock = document.getElementById("lock");
  lock.hidden = false;
  lock.querySelector("p").textContent = text;
  lock.querySelector("form").hidden = !canUnlock;
}

document.getElementById("unlock").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const pkcs8 = await unlockWith(form.passphrase.value, pageToken());
    form.reset();
    await show(pkcs8);
  } catch (failure) {
    lockWith(wordsFor(failure, words), true);
  }
  button.disabled = false;
});

// ---- writing --------------------------------------------------------------------------

const toReporter = (text) =>
  sealJson({ v: 1, words: text }, casePublic, `andan/v1/message|${sealed.caseId}|reviewer`);
const toColleagues = (text) =>
  sealJson({ v: 1, words: text }, notesPublic, `andan/v1/note|${sealed.caseId}`);

function typed(form) {
  return form.words.value.normalize("NFC").trim();
}

function onSend(id, build) {
  const form = document.getElementById(id);
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const said = form.querySelector(".said");
    const buttons = form.querySelectorAll("button");
    buttons.forEach((button) => { button.disabled = true; });
    said.className = "said";
    said.textContent = words.sending;
    try {
      const { act, body } = await build(form, event.submitter);
      const { next } = await postFromPage(`/case/${sealed.number}/${act}`, body);
      drafts.drop(id);
      sessionStorage.setItem(DONE, id);
      clean = true;
      location.replace(next);
    } catch (failure) {
      said.className = "said bad";
      said.textContent = wordsFor(failure, words);
      buttons.forEach((button) => { button.disabled = false; });
      await drafts.keep(id, form.words.value, publicKeys[id]);
    }
  });
}

function refuse(code) {
  throw Object.assign(new Error(code), { code });
}

async function sealedWords(form, sealTo) {
  const text = typed(form);
  if (text === "") refuse("nothing_typed");
  if (text.length > WORDS_LIMIT) refuse("too_long");
  return toBase64(await sealTo(text));
}

onSend("reply", async (form, button) => ({
  act: button?.value === "ask" ? "ask" : "reply",
  body: { sealed: await sealedWords(form, toReporter), seen: sealed.messages.length },
}));

onSend("note", async (form) => ({
  act: "note",
  body: { sealed: await sealedWords(form, toColleagues) },
}));

onSend("move", async (form) => ({
  act: "move",
  body: {
    status: form.status.value,
    reason: form.reason.value,
    sealed: typed(form) === "" ? null : await sealedWords(form, toReporter),
    seen: sealed.messages.length,
  },
}));

const publicKeys = { reply: casePublic, move: casePublic, note: notesPublic };
for (const [id, key] of Object.entries(publicKeys)) {
  const form = document.getElementById(id);
  if (form) drafts.watch(id, form.words, key);
}

const move = document.getElementById("move");
move?.status.addEventListener("change", () => {
  move.reason.value = move.status.selectedOptions[0].dataset.usual ?? "";
});

// Following a link of this page loses nothing: what was typed is kept, sealed, in this tab.
// Closing the tab would, so that still asks.
let clean = false;
let leavesSafely = false;
const leaving = (event) => {
  const opensElsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
  const isHere = !opensElsewhere && event.target.closest("a[href], form[method=post]");
  if (!isHere || !drafts.isSaved) return;
  leavesSafely = true;
  setTimeout(() => { leavesSafely = false; }, 1000);
};
document.addEventListener("click", leaving);
document.addEventListener("submit", leaving);
globalThis.addEventListener("beforeunload", (event) => {
  const boxes = [...document.querySelectorAll("textarea")];
  if (!clean && !leavesSafely && boxes.some((box) => box.value.trim() !== "")) event.preventDefault();
});

// After the page came back: say that it was done, where the keyboard left off.
function sayDone() {
  const id = sessionStorage.getItem(DONE);
  sessionStorage.removeItem(DONE);
  const said = document.getElementById(id ?? "")?.querySelector(".said");
  if (!said) return;
  said.textContent = words.done;
  said.tabIndex = -1;
  said.focus();
}

// ---- the way through the list ---------------------------------------------------------

function showWay() {
  const way = onTrail(sealed.number);
  if (!way) return;
  document.getElementById("back").href = way.back;
  for (const id of ["previous", "next"]) {
    const link = document.getElementById(id);
    link.hidden = !way[id];
    if (way[id]) link.href = `/case/${way[id]}`;
  }
  const place = document.getElementById("place");
  place.hidden = way.at < 0;
  place.textContent = `${way.at + 1}/${way.count}`;
}

function go(id) {
  const link = document.getElementById(id);
  if (!link.hidden) link.click();
}

onKeys({
  j: () => go("next"),
  k: () => go("previous"),
  u: () => document.getElementById("back").click(),
  r: () => document.querySelector("#reply textarea")?.focus(),
  n: () => document.querySelector("#note textarea")?.focus(),
  e: () => document.querySelector("#move select")?.focus(),
});
watchIdle(() => { clean = true; });
watchReveals();
showWay();
sayDone();
await start();
