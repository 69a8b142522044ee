// The case page: opens what is sealed, shows it as text and never as markup, seals answers.

import {
  fromBase64, importPkcs8, importRawPrivate, isCapable, open, openJson, publicOf, sealJson,
  toBase64,
} from "./crypto.js";
import { watchIdle } from "./idle.js";
import { onKeys } from "./keys.js";
import { recall, unlockWith } from "./keyring.js";
import { pageToken, pageWords, postFromPage, wordsFor } from "./wire.js";

const sealed = JSON.parse(document.getElementById("sealed").textContent);
const words = pageWords();
const casePublic = fromBase64(sealed.caseKey);
const notesPublic = fromBase64(sealed.notesKey);
const WORDS_LIMIT = 4000;
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
  ]);
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
      clean = true;
      location.replace(next);
    } catch (failure) {
      said.className = "said bad";
      said.textContent = wordsFor(failure, words);
      buttons.forEach((button) => { button.disabled = false; });
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
  body: { sealed: await sealedWords(form, toReporter) },
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
  },
}));

let clean = false;
globalThis.addEventListener("beforeunload", (event) => {
  const boxes = [...document.querySelectorAll("textarea")];
  if (!clean && boxes.some((box) => box.value.trim() !== "")) event.preventDefault();
});

onKeys({
  u: () => document.getElementById("back").click(),
  r: () => document.querySelector("#reply textarea")?.focus(),
  n: () => document.querySelector("#note textarea")?.focus(),
  e: () => document.querySelector("#move select")?.focus(),
});
watchIdle();
await start();
