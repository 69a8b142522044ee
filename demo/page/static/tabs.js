// On a narrow screen one phone shows at a time; these tabs choose which.
import { h } from "./dom.js";

export class Tabs {
  constructor(host) {
    this.host = host;
    this.unread = new Map();
    this.phones = [];
    this.chosen = null;
    host.addEventListener("keydown", (event) => this.key(event));
  }

  show(phones) {
    this.phones = [...phones];
    if (!this.phones.includes(this.chosen)) this.chosen = this.phones[0];
    this.draw();
  }

  choose(phone) {
    this.chosen = phone;
    this.unread.delete(phone);
    this.draw();
    phone.log.settle();
  }

  note(phone) {
    if (phone === this.chosen) return;
    this.unread.set(phone, (this.unread.get(phone) ?? 0) + 1);
    this.draw();
  }

  draw() {
    for (const phone of this.phones) phone.node.classList.toggle("active", phone === this.chosen);
    this.host.replaceChildren(...this.phones.map((phone) => this.tab(phone)));
  }

  tab(phone) {
    const chosen = phone === this.chosen;
    const count = this.unread.get(phone);
    return h("button", {
      type: "button", class: "tab", role: "tab", "aria-selected": String(chosen), "aria-controls": phone.id,
      tabindex: chosen ? "0" : "-1", onclick: () => this.choose(phone),
    }, phone.spec.short, count ? h("span", { class: "dot" }, String(count)) : "");
  }

  key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    const next = (this.phones.indexOf(this.chosen) + step + this.phones.length) % this.phones.length;
    this.choose(this.phones[next]);
    this.host.children[next].focus();
  }
}
