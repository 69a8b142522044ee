// Short notes and questions: a toast of the page, a note in a phone, a box to acknowledge.
import { h } from "./dom.js";
import { t } from "./texts.js";

export function toast(text, ms = 4500) {
  const box = h("div", { class: "toast" }, text);
  document.getElementById("toasts").append(box);
  setTimeout(() => box.remove(), ms);
  return box;
}

export function noteIn(host, text) {
  host.querySelector(".bubble-toast")?.remove();
  const box = h("div", { class: "bubble-toast", role: "status" }, text);
  host.append(box);
  setTimeout(() => box.remove(), 4000);
}

// Resolves to the chosen value, or null on Escape. Focus stays inside until it closes.
export function ask(host, text, choices) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const done = (value) => { veil.remove(); before?.focus?.(); resolve(value); };
    const buttons = choices.map(([value, label, kind]) => h("button", { type: "button", class: kind, onclick: () => done(value) }, label));
    const veil = h("div", { class: host === document.body ? "veil page" : "veil" },
      h("div", { class: "alert", role: "alertdialog", "aria-modal": "true", "aria-label": text }, h("p", {}, text), h("footer", {}, buttons)));
    veil.addEventListener("keydown", (event) => {
      if (event.key === "Escape") done(null);
      if (event.key !== "Tab") return;
      event.preventDefault();
      const next = (buttons.indexOf(document.activeElement) + (event.shiftKey ? -1 : 1) + buttons.length) % buttons.length;
      buttons[next].focus();
    });
    host.append(veil);
    buttons.at(-1).focus();
  });
}

export const acknowledge = (host, text) => ask(host, text, [[true, t("notice.ok"), ""]]);
