// Signs a sample reviewer in through the inbox's own sign-in module: the same keys, the same
// requests as when a person types. Only passphrase and code come from the demo.
import { get, post } from "./api.js";
import { loadTexts, t } from "./texts.js";

const byId = (id) => document.getElementById(id);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const MARK = "andan-demo/signed-in";

function say(key, values) {
  byId("state-text").textContent = t(key, values);
}

async function fresh(handle) {
  for (;;) {
    const given = await post("/demo/credentials", { handle });
    if (!given.wait_s) return given;
    for (let left = given.wait_s; left > 0; left -= 1) {
      say("inbox.wait", { n: left });
      await pause(1000);
    }
  }
}

// This tab may still be signed in as that person: then nothing needs doing.
async function alreadyIn(handle, home) {
  if (sessionStorage.getItem(MARK) !== handle) return false;
  const tried = await fetch(home, { redirect: "manual", credentials: "same-origin" });
  return tried.ok;
}

// A link to one case is opened by somebody who holds its key.
async function whoOpens(wish, world) {
  const number = /^\/case\/([^/?]+)/.exec(wish.get("next") ?? "")?.[1];
  const reader = number ? (await get(`/demo/reader?case=${encodeURIComponent(number)}`)).handle : null;
  return wish.get("as") ?? reader ?? sessionStorage.getItem(MARK) ?? world.reviewers[0].handle;
}

async function open() {
  const wish = new URLSearchParams(location.search);
  const world = await get("/demo/world");
  const handle = await whoOpens(wish, world);
  const person = world.reviewers.find((one) => one.handle === handle) ?? world.reviewers[0];
  const next = wish.get("next");
  const goal = next?.startsWith("/") && !next.startsWith("//") ? next : null;
  byId("lead").textContent = t("inbox.lead", { name: `${person.title} (${person.unit})` });
  if (await alreadyIn(person.handle, world.inbox.home)) return location.replace(goal ?? world.inbox.home);
  const given = await fresh(person.handle);
  say("inbox.keys");
  const { signIn } = await import(world.inbox.sign_in_module);
  const address = await signIn({ handle: person.handle, passphrase: given.passphrase, totp: given.totp });
  sessionStorage.setItem(MARK, person.handle);
  say("inbox.go");
  return location.replace(goal ?? address ?? world.inbox.home);
}

async function run() {
  document.body.classList.remove("stopped");
  byId("again").hidden = true;
  try {
    await open();
  } catch {
    document.body.classList.add("stopped");
    say("inbox.failed");
    byId("again").hidden = false;
  }
}

await loadTexts();
byId("retry").addEventListener("click", run);
await run();
