// The four guided steps. Each ticks itself when the thing really happened.
import { get } from "./api.js";
import { h } from "./dom.js";
import { t } from "./texts.js";

const EVERY_MS = 2500;
const RECEIPT = /\b[0-9A-HJKMNP-TV-Z]{5}(?:-[0-9A-HJKMNP-TV-Z]{4}){4}\b/;
const RECEIPT_LENGTH = 21;

export class Guide {
  constructor(host, { onPaste }) {
    this.host = host;
    this.onPaste = onPaste;
    this.folded = matchMedia("(max-width: 970px)").matches;
    this.clear();
    setInterval(() => this.look(), EVERY_MS);
  }

  clear() {
    this.done = [false, false, false, false];
    this.receipt = null;
    this.typed = false;
    this.seen = null;
    this.draw();
    this.look();
  }

  // Every new message on a phone passes here.
  message(phone, message) {
    if (phone.role === "group" && !message.mine) this.tick(0);
    if (phone.role !== "citizen") return;
    const text = message.text ?? "";
    if (message.mine) {
      this.typed = this.done[2] && looksLikeReceipt(text);
    } else if (this.typed) {
      this.tick(3);
    } else if (RECEIPT.test(text)) {
      [this.receipt] = RECEIPT.exec(text);
      this.draw();
    }
  }

  // Opening and replying happen in the inbox; the demo's server counts them.
  async look() {
    if (this.done[1] && this.done[2]) return;
    try {
      const now = await get("/demo/guide");
      this.seen ??= now;
      if (now.opened > this.seen.opened) this.tick(1);
      if (now.replied > this.seen.replied) this.tick(2);
    } catch {
      this.seen = null; // the server is starting or being reset; the next look tells
    }
  }

  tick(step) {
    if (this.done[step]) return;
    this.done[step] = true;
    this.draw();
  }

  draw() {
    const now = this.done.indexOf(false);
    this.host.classList.toggle("folded", this.folded);
    const steps = h("ol", { class: "steps" }, this.done.map((isDone, i) => this.step(i, isDone, i === now)));
    const fold = h("button", { type: "button", class: "quiet", "aria-expanded": String(!this.folded), onclick: () => { this.folded = !this.folded; this.draw(); } }, t(this.folded ? "guide.show" : "guide.hide"));
    this.host.hidden = false;
    if (now === -1) this.host.replaceChildren(...this.finished());
    else this.host.replaceChildren(steps, h("div", { class: "guide-side" }, fold));
  }

  finished() {
    const away = () => { this.host.hidden = true; };
    return [
      h("p", { class: "guide-done", role: "status" }, t("guide.done")),
      h("div", { class: "guide-side" }, h("button", { type: "button", class: "quiet", onclick: away }, t("guide.away"))),
    ];
  }

  step(i, isDone, isNow) {
    const mark = h("span", { class: "step-mark", "aria-hidden": "true" }, isDone ? "✓" : String(i + 1));
    const spoken = isDone ? t("guide.step_done") : isNow ? t("guide.step_now") : "";
    return h("li", { class: `step ${isDone ? "done" : ""} ${isNow ? "now" : ""}`, "aria-current": isNow ? "step" : null },
      mark,
      h("div", {}, h("h2", {}, t(`guide.step${i + 1}`), h("span", { class: "visually-hidden" }, ` ${spoken}`)),
        h("p", {}, t(`guide.hint${i + 1}`)),
        i === 3 && isNow && this.receipt ? this.receiptHint() : null));
  }

  receiptHint() {
    return h("div", { class: "receipt-hint" }, h("code", {}, this.receipt),
      h("button", { type: "button", class: "quiet", onclick: () => this.onPaste(this.receipt) }, t("guide.paste")));
  }
}

const looksLikeReceipt = (text) => text.replace(/[\s.-]/g, "").length === RECEIPT_LENGTH && !/\s{2}|[^\w\s.-]/.test(text);
