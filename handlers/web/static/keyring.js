// Keeps the private key between pages: encrypted in this tab's sessionStorage under a half
// that only the live session can fetch. Neither half opens anything alone; sign-out ends both.

import { fromBase64, keepUnder, passphraseKeys, takeFromUnder, toBase64, unwrap } from "./crypto.js";
import { post, Refused } from "./wire.js";

const PLACE = "andan.kept-key";

export async function keep(pkcs8, csrf) {
  const { half } = await post("/session/half", {}, csrf);
  await store(fromBase64(half), pkcs8);
}

// Resolves to the key, or to null when this tab has none that opens.
export async function recall(csrf) {
  const kept = sessionStorage.getItem(PLACE);
  if (!kept) return null;
  const { half } = await post("/session/half", {}, csrf);
  try {
    const { iv, ciphertext } = JSON.parse(kept);
    return await takeFromUnder(fromBase64(half), {
      iv: fromBase64(iv),
      ciphertext: fromBase64(ciphertext),
    });
  } catch {
    forget();
    return null;
  }
}

// For a tab without a key: the passphrase again. Refuses with the code "passphrase".
export async function unlockWith(passphrase, csrf) {
  const { half, wrapped } = await post("/session/half", {}, csrf);
  const pkcs8 = await openWrapped(passphrase, wrapped);
  await store(fromBase64(half), pkcs8);
  return pkcs8;
}

export async function openWrapped(passphrase, wrapped) {
  const keys = await passphraseKeys(passphrase, fromBase64(wrapped.salt), wrapped.iterations);
  return unwrapWith(keys.wrappingKey, wrapped);
}

export async function unwrapWith(wrappingKey, wrapped) {
  try {
    return await unwrap(
      { iv: fromBase64(wrapped.iv), ciphertext: fromBase64(wrapped.ciphertext) }, wrappingKey,
    );
  } catch {
    throw new Refused("passphrase", "");
  }
}

export function forget() {
  sessionStorage.removeItem(PLACE);
}

async function store(half, pkcs8) {
  const { iv, ciphertext } = await keepUnder(half, pkcs8);
  const kept = { iv: toBase64(iv), ciphertext: toBase64(ciphertext) };
  sessionStorage.setItem(PLACE, JSON.stringify(kept));
}
