// One message as people see it: bubble, time, marks, inline keyboard.
import { h, icon, popup } from "./dom.js";
import { opensAt, rich } from "./entities.js";
import { timeOf } from "./format.js";
import { attachment, summary } from "./media.js";
import { t } from "./texts.js";

// `act` is what the phone can do: press, command, reply, edit, remove, loaded.
export function bubble(message, act, { isGroup, find }) {
  const service = serviceText(message);
  const props = { "data-id": message.message_id, "data-date": message.date };
  if (service) return h("div", { class: "service", ...props }, service);
  const keys = message.reply_markup?.inline_keyboard;
  const node = h("div", { class: `msg ${message.mine ? "mine" : ""} ${keys ? "keys" : ""}`, ...props });
  node.append(body(message, act, isGroup, find));
  if (keys?.length) node.append(inlineKeys(message, keys, act));
  return node;
}

function body(message, act, isGroup, find) {
  const part = attachment(message, act.loaded);
  const text = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities;
  const box = h("div", { class: `bubble ${part?.kind === "photo" && !text ? "media-only" : ""}` });
  if (isGroup && !message.mine && message.from) box.append(h("div", { class: "sender" }, nameOf(message.from)));
  if (message.forward_origin) box.append(h("div", { class: "forwarded" }, t("message.forwarded", { name: origin(message.forward_origin) })));
  const quoted = message.reply_to_message ?? null;
  if (quoted) box.append(h("span", { class: "quote" }, summary(find(quoted.message_id) ?? quoted)));
  if (part) box.append(part.node);
  if (text) box.append(h("span", { class: isOnlyEmoji(text) && !part ? "text big" : "text" }, rich(text, entities, act)));
  if (!part && !text) box.append(h("i", {}, t("message.unsupported")));
  box.append(h("span", { class: "meta" }, message.edit_date ? `${t("message.edited")} ` : "", timeOf(message.date)));
  box.append(options(message, act, box));
  return box;
}

const nameOf = (person) => [person.first_name, person.last_name].filter(Boolean).join(" ");
const origin = (from) => from.sender_user_name ?? (from.sender_user ? nameOf(from.sender_user) : from.chat?.title ?? from.sender_chat?.title ?? t("message.hidden_user"));
const isOnlyEmoji = (text) => text.length <= 8 && /^[\p{Extended_Pictographic}\u200d\ufe0f\u{1f3fb}-\u{1f3ff}]+$/u.test(text);

function serviceText(message) {
  const joined = message.new_chat_members;
  if (joined) return t("message.service_joined", { name: joined.map(nameOf).join(", ") });
  return message.new_chat_title ?? null;
}

function options(message, act, box) {
  if (!message.mine) return null ?? "";
  const button = h("button", {
    type: "button", class: "msg-more", "aria-label": t("message.options"), "aria-haspopup": "menu", "aria-expanded": "false",
  }, icon("more"));
  button.addEventListener("click", () => popup(button, box.parentNode, h("div", { class: "pop" },
    h("button", { type: "button", onclick: () => act.reply(message) }, t("message.reply")),
    message.text ? h("button", { type: "button", onclick: () => act.edit(message) }, t("message.edit")) : null,
    h("button", { type: "button", class: "danger", onclick: () => act.remove(message) }, t("message.delete")),
  )));
  return button;
}

function inlineKeys(message, rows, act) {
  return h("div", { class: "inline-keys" }, rows.map((row) => h("div", { class: "inline-row" },
    row.map((key) => (key.url ? urlKey(key) : callbackKey(message, key, act))))));
}

function urlKey(key) {
  const target = opensAt(key.url);
  if (!target) return h("button", { type: "button", disabled: true }, key.text);
  return h("a", { href: target.href, target: target.window, rel: target.rel }, key.text, icon("open"),
    h("span", { class: "visually-hidden" }, t("message.open_link")));
}

function callbackKey(message, key, act) {
  const button = h("button", { type: "button" }, key.text);
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    try {
      if (key.copy_text) await navigator.clipboard.writeText(key.copy_text.text);
      else await act.press(message, key);
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
  return button;
}
