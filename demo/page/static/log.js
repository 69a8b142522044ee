// The conversation of one phone: order, days, following the newest message.
import { bubble } from "./bubble.js";
import { h, icon } from "./dom.js";
import { dayKey, dayName } from "./format.js";
import { t } from "./texts.js";

const NEAR = 80;

export class Log {
  constructor(host, act, { label, isGroup }) {
    this.act = act;
    this.isGroup = isGroup;
    this.messages = new Map();
    // A deletion may be told before the answer to one's own sending: what is gone stays gone.
    this.gone = new Set();
    this.missed = 0;
    this.list = h("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": t("phone.log", { name: label }), tabindex: "0" });
    this.list.addEventListener("scroll", () => this.scrolled());
    this.empty = h("div", { class: "empty" }, h("div", {}, h("b", {}, t("phone.empty_title")), h("span", {}, t(isGroup ? "phone.empty_group" : "phone.empty_hint"))));
    this.jump = h("button", { type: "button", class: "to-end", hidden: true, "aria-label": t("phone.to_end"), onclick: () => this.toBottom() }, icon("down"));
    host.append(this.list, this.empty, this.jump);
    new ResizeObserver(() => this.settle()).observe(host);
    this.pinned = true;
  }

  get isEmpty() { return this.messages.size === 0; }

  show(messages) {
    this.gone.clear();
    this.messages = new Map(messages.map((message) => [message.message_id, message]));
    const sorted = [...this.messages.values()].sort((a, b) => a.message_id - b.message_id);
    this.list.replaceChildren(...sorted.map((message) => this.draw(message)));
    this.pinned = true;
    this.tidy();
    this.toEnd();
  }

  draw(message) {
    return bubble(message, this.act, { isGroup: this.isGroup, find: (id) => this.messages.get(id) });
  }

  node(id) { return this.list.querySelector(`[data-id="${Number(id)}"]`); }

  add(message) {
    if (this.messages.has(message.message_id) || this.gone.has(message.message_id)) return;
    this.messages.set(message.message_id, message);
    const later = [...this.list.querySelectorAll("[data-id]")].find((node) => Number(node.dataset.id) > message.message_id);
    const node = this.draw(message);
    node.classList.add("fresh");
    if (later) this.list.insertBefore(node, later);
    else this.list.append(node);
    this.tidy();
    if (this.pinned || message.mine) this.toEnd();
    else this.count(1);
  }

  replace(message) {
    const old = this.node(message.message_id);
    if (!old) return;
    const held = old.contains(document.activeElement);
    this.messages.set(message.message_id, message);
    const fresh = this.draw(message);
    old.replaceWith(fresh);
    if (held) fresh.querySelector(".inline-keys button, .inline-keys a")?.focus();
    this.settle();
  }

  remove(ids) {
    for (const id of ids) {
      this.gone.add(id);
      this.messages.delete(id);
      const node = this.node(id);
      if (!node) continue;
      delete node.dataset.id;
      node.classList.add("leaving");
      setTimeout(() => { node.remove(); this.tidy(); }, 190);
    }
    this.tidy();
  }

  // Day marks stand before the first message of each day; drawn anew, they cannot go stale.
  tidy() {
    for (const mark of this.list.querySelectorAll(".day")) mark.remove();
    let last = "";
    for (const node of this.list.querySelectorAll("[data-id]")) {
      const date = Number(node.dataset.date);
      if (dayKey(date) === last) continue;
      last = dayKey(date);
      this.list.insertBefore(h("div", { class: "day" }, dayName(date)), node);
    }
    this.empty.hidden = !this.isEmpty;
  }

  scrolled() {
    this.pinned = this.list.scrollTop > this.endTop() - NEAR;
    if (this.pinned) this.missed = 0;
    this.count(0);
  }

  count(more) {
    this.missed += more;
    const { scrollTop, scrollHeight, clientHeight } = this.list;
    this.jump.hidden = scrollHeight - scrollTop - clientHeight < NEAR;
    this.jump.querySelector(".dot")?.remove();
    if (this.missed) this.jump.append(h("span", { class: "dot" }, String(this.missed)));
  }

  follow() { this.pinned = true; }
  settle() { if (this.pinned) this.toEnd(); }

  // Where the newest message shows best: its end, or its head if it is taller than the phone.
  endTop() {
    const { scrollHeight, clientHeight, lastElementChild: last } = this.list;
    const bottom = scrollHeight - clientHeight;
    return last && last.offsetHeight > clientHeight ? Math.min(last.offsetTop - 6, bottom) : bottom;
  }

  toEnd() {
    this.pinned = true;
    this.list.scrollTo({ top: this.endTop(), behavior: "instant" });
    this.missed = 0;
    this.count(0);
  }

  toBottom() {
    this.list.scrollTo({ top: this.list.scrollHeight, behavior: "smooth" });
  }
}
