// The page of the demo: makes the phones, hands events around, runs the buttons of the bar.
import { get, post } from "./api.js";
import { ask, toast } from "./dialog.js";
import { h } from "./dom.js";
import { Events } from "./events.js";
import { Guide } from "./guide.js";
import { Phone } from "./phone.js";
import { Tabs } from "./tabs.js";
import { loadTexts, t } from "./texts.js";

const byId = (id) => document.getElementById(id);
const phones = [];
let world = null;
let guide = null;
let tabs = null;

const events = new Events({
  onChange: (viewer, change) => {
    for (const phone of phones) if (phone.viewers.includes(viewer)) phone.apply(viewer, change);
  },
  onAgain: () => reload(),
});

function listen() {
  events.listen([...new Set(phones.flatMap((phone) => phone.viewers))]);
}

function addPhone(spec, onClose = null) {
  const phone = new Phone({ bot: world.bot, ...spec }, {
    onMessage: (from, message) => { guide.message(from, message); if (!message.mine) tabs.note(from); },
    onEdit: (from, message) => { if (!message.mine) guide.message(from, message); },
    onUnread: (from) => tabs.note(from),
    onClose,
  });
  phones.push(phone);
  return phone;
}

function place() {
  const order = { citizen: 0, group: 1, official: 2 };
  phones.sort((a, b) => order[a.role] - order[b.role]);
  byId("phones").append(...phones.map((phone) => phone.node));
  tabs.show(phones);
  byId("add-citizen").disabled = nextCitizen() === null;
}

const citizens = () => phones.filter((phone) => phone.role === "citizen");
const nextCitizen = () => world.citizens.find((person) => !citizens().some((phone) => phone.viewer === person.id)) ?? null;

function citizenSpec(person) {
  const n = world.citizens.indexOf(person) + 1;
  return { role: "citizen", title: world.bot.first_name, chat: null, people: [person], short: n === 1 ? t("phone.citizen_tab") : t("phone.citizen_n", { n }), label: n === 1 ? t("phone.citizen") : `${t("phone.citizen")} ${n}` };
}

async function build() {
  world = await get("/demo/world");
  addPhone(citizenSpec(world.citizens[0]));
  addPhone({ role: "group", title: world.group.title, chat: world.group.chat, members: world.group.members, people: [world.group.viewer], short: t("phone.group"), label: `${t("phone.group")} (${world.group.viewer.name})` });
  addPhone({ role: "official", title: world.bot.first_name, chat: null, people: world.officials, short: t("phone.official_tab"), label: t("phone.official") });
  place();
  await reload();
  listen();
}

const reload = () => Promise.all(phones.map((phone) => phone.load()));

async function addCitizen() {
  const person = nextCitizen();
  if (!person) return;
  const phone = addPhone(citizenSpec(person), closePhone);
  place();
  await phone.load();
  listen();
  tabs.choose(phone);
  phone.node.scrollIntoView({ behavior: "smooth", inline: "nearest" });
}

function closePhone(phone) {
  phones.splice(phones.indexOf(phone), 1);
  phone.node.remove();
  place();
  listen();
}

async function busy(button, work) {
  if (button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  try {
    await work();
  } catch {
    toast(t("notice.failed"));
  } finally {
    button.removeAttribute("aria-busy");
  }
}

async function reset() {
  const sure = await ask(document.body, t("notice.reset_ask"), [[true, t("notice.yes"), "danger"], [false, t("notice.no"), ""]]);
  if (!sure) return;
  const note = toast(t("notice.resetting"), 60000);
  try {
    await post("/demo/reset");
  } finally {
    note.remove();
  }
  for (const extra of citizens().slice(1)) closePhone(extra);
  guide.clear();
  await reload();
  listen();
  toast(t("notice.was_reset"));
}

async function loadCases() {
  const note = toast(t("notice.loading_cases"), 120000);
  try {
    const made = await post("/demo/cases");
    toast(t("notice.loaded", { n: made.cases }));
  } finally {
    note.remove();
  }
}

async function flood() {
  await post("/control/faults", { next: [{ kind: "429", method: "sendMessage", times: 1, retry_after: 3 }] });
  toast(t("notice.flood_set"), 7000);
}

function reviewers() {
  byId("reviewer-list").append(...world.reviewers.map((person) => h("a", {
    href: `/demo/open-inbox?as=${encodeURIComponent(person.handle)}`, target: "andan-inbox",
    onclick: () => byId("reviewers").removeAttribute("open"),
  }, person.title, h("small", {}, person.unit))));
  document.addEventListener("pointerdown", (event) => {
    if (!byId("reviewers").contains(event.target)) byId("reviewers").removeAttribute("open");
  });
}

function wire(id, work) {
  const button = byId(id);
  button.addEventListener("click", () => busy(button, work));
}

await loadTexts();
tabs = new Tabs(byId("tabs"));
guide = new Guide(byId("guide"), {
  onPaste: (receipt) => {
    const [first] = citizens();
    tabs.choose(first);
    first.compose.setText(receipt);
    first.compose.area.focus();
  },
});
wire("reset", reset);
wire("load-cases", loadCases);
wire("flood", flood);
wire("add-citizen", addCitizen);
await build();
reviewers();
document.body.dataset.ready = "yes";
