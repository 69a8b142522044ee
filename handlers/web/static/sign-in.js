// Sign-in without sending the passphrase. Touches no page: the demonstration uses it too.

import { fromBase64, isCapable, passphraseKeys, toBase64 } from "./crypto.js";
import { keep, unwrapWith } from "./keyring.js";
import { post, Refused } from "./wire.js";

// Resolves to the address to go to. Rejects with Refused: its code is one of "browser",
// "network", "sign_in", "throttled", "passphrase", "cross_site", "unexpected".
export async function signIn({ handle, passphrase, totp }) {
  if (!(await isCapable())) throw new Refused("browser", "");
  const asked = await post("/sign-in/challenge", { handle });
  const keys = await passphraseKeys(passphrase, fromBase64(asked.salt), asked.iterations);
  const signed = await post("/sign-in", {
    handle,
    sign_in_key: toBase64(keys.signInKey),
    totp,
  });
  await keep(await unwrapWith(keys.wrappingKey, signed.wrapped), signed.csrf);
  return "/inbox";
}
