// Half-written words outlive a reload, the back button and a session that ran out. They are
// sealed to the case's own key: what this tab keeps opens only for someone who can open the case.

import { fromBase64, openJson, sealJson, toBase64 } from "./crypto.js";

const AFTER_MS = 250;

export class Drafts {
  // caseId and me (the account's label) bind a draft: a colleague at the same PC gets none.
  constructor(caseId, me) {
    this.context = `andan/v1/draft|${caseId}|${me}`;
    this.prefix = `andan.draft|${caseId}|${me}|`;
    this.waiting = new Map();
  }

  // Keep what is in the box from now on, sealed to that public key.
  watch(name, box, publicKey) {
    box.addEventListener("input", () => {
      clearTimeout(this.waiting.get(name));
      const save = () => this.keep(name, box.value, publicKey);
      this.waiting.set(name, setTimeout(save, AFTER_MS));
    });
  }

  get isSaved() {
    return this.waiting.size === 0;
  }

  async keep(name, text, publicKey) {
    clearTimeout(this.waiting.get(name));
    if (text.trim() === "") sessionStorage.removeItem(this.prefix + name);
    else {
      const sealed = await sealJson({ v: 1, words: text }, publicKey, this.context);
      sessionStorage.setItem(this.prefix + name, toBase64(sealed));
    }
    this.waiting.delete(name);
  }

  drop(name) {
    clearTimeout(this.waiting.get(name));
    this.waiting.delete(name);
    sessionStorage.removeItem(this.prefix + name);
  }

  // Resolves to the words, or to "" when none are kept or they do not open.
  async take(name, key, publicKey) {
    const kept = sessionStorage.getItem(this.prefix + name);
    if (!kept) return "";
    try {
      return (await openJson(fromBase64(kept), key, publicKey, this.context)).words;
    } catch {
      sessionStorage.removeItem(this.prefix + name);
      return "";
    }
  }
}
