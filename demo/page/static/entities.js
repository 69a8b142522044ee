// Text plus entities (offsets in UTF-16 units, which is how JavaScript counts) to nodes.
import { h } from "./dom.js";
import { t } from "./texts.js";

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};
const PLAIN = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])|((?<=^|[\s(])\/[a-z_]{1,32}\b)/gi;

// `act.command(text)` is called when a person presses a command such as /start in a message.
export function rich(text, entities, act) {
  const known = (entities ?? []).filter((e) => TAGS[e.type] || SPECIAL[e.type]);
  known.sort((a, b) => a.offset - b.offset || b.length - a.length);
  const fragment = document.createDocumentFragment();
  fill(fragment, text, 0, text.length, known, act);
  return fragment;
}

function fill(parent, text, start, end, entities, act) {
  let at = start;
  let rest = entities;
  while (rest.length) {
    const [first, ...others] = rest;
    const stop = Math.min(first.offset + first.length, end);
    if (first.offset > at) plain(parent, text.slice(at, first.offset), act);
    const inside = others.filter((e) => e.offset < stop);
    rest = others.filter((e) => e.offset >= stop);
    const node = make(first, text.slice(first.offset, stop), act);
    if (!node.dataset?.whole) fill(node, text, first.offset, stop, inside, first.type === "text_link" ? null : act);
    parent.append(node);
    at = Math.max(at, stop);
  }
  if (at < end) plain(parent, text.slice(at, end), act);
}

function make(entity, part, act) {
  const tag = TAGS[entity.type];
  return tag ? h(tag) : SPECIAL[entity.type](part, entity, act);
}

const SPECIAL = {
  url: (part) => link(part.includes("://") ? part : `https://${part}`, part),
  email: (part) => whole(h("span", {}, part)),
  text_link: (part, entity) => link(entity.url, null),
  bot_command: (part, entity, act) => command(part, act),
  spoiler: () => {
    const cover = h("span", {
      class: "spoiler", tabindex: "0", role: "button", "aria-label": t("message.spoiler"),
    });
    const show = () => { cover.classList.add("shown"); cover.removeAttribute("aria-label"); };
    cover.addEventListener("click", show);
    cover.addEventListener("keydown", (event) => { if (event.key === "Enter") show(); });
    return cover;
  },
};

function whole(node) {
  node.dataset.whole = "yes";
  return node;
}

function command(part, act) {
  if (!act) return whole(h("span", {}, part));
  return whole(h("button", { type: "button", class: "command", onclick: () => act.command(part) }, part));
}

// Only web addresses become links; anything else stays plain text.
export function link(address, shown) {
  const target = opensAt(address);
  if (!target) return shown === null ? h("span") : whole(h("span", {}, shown));
  const node = h("a", { href: target.href, target: target.window, rel: target.rel });
  if (shown === null) return node;
  node.append(shown);
  return whole(node);
}

// The inbox of this very demo is opened signed in; all other addresses in a fresh tab.
export function opensAt(address) {
  let url;
  try { url = new URL(address); } catch { return null; }
  if (url.protocol === "tel:") return { href: url.href, window: "_self", rel: "" };
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  if (url.origin !== location.origin) {
    return { href: url.href, window: "_blank", rel: "noopener noreferrer" };
  }
  const next = encodeURIComponent(url.pathname + url.search);
  return { href: `/demo/open-inbox?next=${next}`, window: "andan-inbox", rel: "" };
}

function plain(parent, text, act) {
  let at = 0;
  for (const found of text.matchAll(act ? PLAIN : /$^/g)) {
    parent.append(text.slice(at, found.index));
    parent.append(found[1] ? link(found[1], found[1]) : command(found[2], act));
    at = found.index + found[0].length;
  }
  parent.append(text.slice(at));
}
