// Writing an article: the preview follows the typing, test questions are asked of the draft, and
// what is typed outlives a session that ran out. The page works without any of this.

import { watchIdle } from "./idle.js";
import { pageWords, postFromPage, wordsFor } from "./wire.js";

const FIELDS = ["title", "topic", "questions", "answer", "text", "source", "as_of", "review_by",
  "confidence", "reviewed_by", "documents", "tries"];
const PREFIX = "andan.article|";
const NEW = "/knowledge/articles/new";
const form = document.getElementById("article");
if (form) start();
else forgetKept();

function start() {
  const said = JSON.parse(document.getElementById("article-words").textContent);
  const place = `${PREFIX}${said.me}|${location.pathname}`;
  document.querySelector(".only-plain").hidden = true;
  form.addEventListener("input", () => {
    show(said);
    sessionStorage.setItem(place, JSON.stringify(typed()));
  });
  document.getElementById("try").addEventListener("click", (event) => {
    event.preventDefault();
    ask(said);
  });
  form.addEventListener("submit", () => setTimeout(() => setBusy(true)));
  addEventListener("pageshow", () => setBusy(false));
  offerKept(place, said);
  show(said);
  watchIdle();
}

function typed() {
  return Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value]));
}

function setBusy(isBusy) {
  for (const button of form.querySelectorAll("button")) button.disabled = isBusy;
}

// ---- the citizen's message --------------------------------------------------------------

function show(said) {
  const { title, answer, text, source, as_of: day, confidence } = typed();
  part("title").textContent = title.trim();
  part("answer").textContent = answer.trim();
  part("text").textContent = text.trim();
  part("more").hidden = text.trim() === "";
  const values = { source: source.trim(), as_of: day.split("-").reverse().join("/") };
  part("source").textContent = said.source.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  part("caution").hidden = confidence !== "unconfirmed";
  part("caution").textContent = said.caution;
  for (const box of form.querySelectorAll("[data-most]")) count(box, said);
}

function part(name) {
  return document.querySelector(`#preview [data-part=${name}]`);
}

function count(box, said) {
  const left = Number(box.dataset.most) - [...box.value.trim()].length;
  let line = box.parentElement.querySelector(".counted");
  if (!line) {
    line = document.createElement("small");
    line.className = "counted";
    box.parentElement.append(line);
  }
  const words = left < 0 ? said.over : said.left;
  line.textContent = words.replace("{count}", Math.abs(left));
  line.classList.toggle("bad", left < 0);
}

// ---- test questions ---------------------------------------------------------------------

async function ask(said) {
  const line = document.getElementById("try-said");
  const list = document.getElementById("answers");
  const button = document.getElementById("try");
  line.textContent = said.asking;
  button.disabled = true;
  try {
    const { answers } = await postFromPage("/knowledge/articles/try", { ...typed(), id: said.id });
    list.replaceChildren(...answers.map(shown));
    line.textContent = "";
  } catch (failure) {
    line.textContent = wordsFor(failure, pageWords());
  } finally {
    button.disabled = false;
  }
}

function shown(answer) {
  const item = document.createElement("li");
  item.className = `came came-${answer.kind}`;
  item.append(made("p", "who", answer.question), made("p", "verdict", answer.words));
  if (answer.lines.length > 0) {
    const lines = document.createElement("ul");
    lines.append(...answer.lines.map((line) => made("li", "", line)));
    item.append(lines);
  }
  return item;
}

function made(tag, name, words) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.textContent = words;
  return element;
}

// ---- half-written words -----------------------------------------------------------------

// An article is written to be published, so unlike a reply it needs no seal; it leaves with the
// tab, with signing out, and with the saving.
function offerKept(place, said) {
  const kept = JSON.parse(sessionStorage.getItem(place) ?? "null");
  if (!kept || FIELDS.every((name) => kept[name] === form.elements[name].value)) return;
  const line = document.getElementById("kept");
  const button = made("button", "", said.bring_back);
  button.type = "button";
  button.addEventListener("click", () => {
    for (const name of FIELDS) form.elements[name].value = kept[name];
    line.hidden = true;
    show(said);
    form.elements.title.focus();
  });
  line.append(`${said.kept} `, button);
  line.hidden = false;
}

function forgetKept() {
  const edited = `${location.pathname}/edit`;
  for (const key of Object.keys(sessionStorage)) {
    const isOurs = key.startsWith(PREFIX);
    if (isOurs && (key.endsWith(`|${NEW}`) || key.endsWith(`|${edited}`))) {
      sessionStorage.removeItem(key);
    }
  }
}
