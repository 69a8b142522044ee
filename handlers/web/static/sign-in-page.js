// The sign-in form.

import { isCapable } from "./crypto.js";
import { forget } from "./keyring.js";
import { watchReveals } from "./reveal.js";
import { signIn } from "./sign-in.js";
import { pageWords, wordsFor } from "./wire.js";

const form = document.getElementById("sign-in");
const said = document.getElementById("said");
const words = pageWords();
let isSubmitted = false;

watchReveals();
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  isSubmitted = true;
  const button = form.querySelector("button");
  button.disabled = true;
  say(words.signing_in, false);
  try {
    await signIn({
      handle: form.handle.value,
      passphrase: form.passphrase.value,
      totp: form.totp.value,
    });
    form.reset();
    location.assign(form.dataset.next);
  } catch (failure) {
    say(wordsFor(failure, words), true);
    form.totp.value = "";
    form.totp.focus();
    button.disabled = false;
  }
});

// A link opened from another site arrives without the cookie, which is SameSite=Strict. Asked
// from our own page the same browser turns out to be signed in.
async function isSignedIn() {
  try {
    return (await fetch("/inbox", { redirect: "manual" })).type !== "opaqueredirect";
  } catch {
    return false;
  }
}

if (await isSignedIn()) {
  location.replace(form.dataset.next);
} else if (!isSubmitted) {
  // After a session that ran out the tab keeps its sealed drafts; after signing out, nothing.
  if (new URLSearchParams(location.search).has("next")) forget();
  else sessionStorage.clear();
  if (!(await isCapable())) say(words.browser, true);
}

function say(text, isBad) {
  said.textContent = text;
  said.className = isBad ? "said bad" : "said";
}
