// A shared PC: words do not stay on the screen longer than the session lives. While someone
// types, the session is told so, because a long reply sends nothing by itself.

import { forget } from "./keyring.js";
import { pageToken, post } from "./wire.js";

const IDLE_LIMIT_MS = 30 * 60 * 1000;
const TELL_EVERY_MS = 5 * 60 * 1000;

// ``beforeLeaving`` lets a page put words in safety first.
export function watchIdle(beforeLeaving = () => undefined) {
  let last = Date.now();
  let told = last;
  for (const kind of ["keydown", "pointerdown"]) {
    document.addEventListener(kind, () => {
      last = Date.now();
      if (last - told < TELL_EVERY_MS) return;
      told = last;
      post("/session/half", {}, pageToken()).catch(() => undefined);
    });
  }
  setInterval(() => {
    if (Date.now() - last < IDLE_LIMIT_MS) return;
    forget();
    beforeLeaving();
    location.replace(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
  }, 15000);
}
