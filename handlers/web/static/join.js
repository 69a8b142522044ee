// Making an account: the key pair is made here, wrapped here, and only the wrapping leaves.

import {
  isCapable, ITERATIONS, newKeyPair, passphraseKeys, toBase64, wrap,
} from "./crypto.js";
import { watchReveals } from "./reveal.js";
import { pageWords, post, wordsFor } from "./wire.js";

const form = document.getElementById("join");
const said = document.getElementById("said");
const hint = document.getElementById("strength");
const words = pageWords();
const base = form.dataset.base;

export function isStrong(passphrase) {
  const text = passphrase.normalize("NFKC").trim();
  const different = new Set(text).size;
  return different >= 6 && (text.length >= 14 || text.split(/\s+/).length >= 4 && text.length >= 11);
}

form.passphrase.addEventListener("input", () => {
  const typed = form.passphrase.value;
  hint.textContent = typed === "" ? words.strength_hint
    : isStrong(typed) ? words.strength_good : words.strength_weak;
  hint.className = typed !== "" && isStrong(typed) ? "hint good" : "hint";
});

watchReveals();
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const wrong = mistake();
  if (wrong) return say(words[wrong], true);
  const button = form.querySelector("button[type=submit]");
  button.disabled = true;
  say(words.making_key, false);
  try {
    const answer = await post(`${base}/finish`, await enrolment());
    form.reset();
    form.hidden = true;
    document.getElementById("joined").hidden = false;
    document.getElementById("go").href = answer.next;
    say("", false);
  } catch (failure) {
    say(wordsFor(failure, words), true);
    button.disabled = false;
  }
});

function mistake() {
  if (!isStrong(form.passphrase.value)) return "strength_weak";
  if (form.passphrase.value !== form.again.value) return "not_the_same";
  return null;
}

async function enrolment() {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const keys = await passphraseKeys(form.passphrase.value, salt, ITERATIONS);
  const pair = await newKeyPair();
  const { iv, ciphertext } = await wrap(pair.pkcs8, keys.wrappingKey);
  return {
    public_key: toBase64(pair.publicKey),
    salt: toBase64(salt),
    iterations: ITERATIONS,
    iv: toBase64(iv),
    ciphertext: toBase64(ciphertext),
    sign_in_key: toBase64(keys.signInKey),
    totp_secret: form.dataset.secret,
    totp_code: form.totp.value,
  };
}

async function begin() {
  if (!(await isCapable())) return say(words.browser, true);
  try {
    const { secret, uri, picture } = await post(`${base}/begin`, {});
    form.dataset.secret = secret;
    document.getElementById("qr").src = picture;
    document.getElementById("same-phone").href = uri;
    document.getElementById("secret").textContent = secret.match(/.{1,4}/g).join(" ");
    form.querySelector("button[type=submit]").disabled = false;
  } catch (failure) {
    say(wordsFor(failure, words), true);
  }
  return undefined;
}

function say(text, isBad) {
  said.textContent = text;
  said.className = isBad ? "said bad" : "said";
}

await begin();
