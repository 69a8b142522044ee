// Sealing and opening in the browser with WebCrypto alone: HPKE base mode (RFC 9180) with
// X25519, HKDF-SHA256 and AES-256-GCM; passphrase keys; padding. No page, no network here.

const subtle = globalThis.crypto?.subtle;
const encoder = new TextEncoder();
const strictDecoder = new TextDecoder("utf-8", { fatal: true });

export const ITERATIONS = 600000;
const VERSION = 1;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const PAD_BLOCK = 512;
const NO_SALT = new Uint8Array(32); // HMAC pads its key with zeros: the same as an empty salt
const PKCS8_X25519 = unhex("302e020100300506032b656e04220420");
const KEM_SUITE = concat(encoder.encode("KEM"), unhex("0020"));
const HPKE_SUITE = concat(encoder.encode("HPKE"), unhex("002000010002"));

// ---- bytes ----------------------------------------------------------------------------

export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function toBase64(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

export function fromBase64(text) {
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}

function unhex(text) {
  return Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
}

export function utf8(text) {
  return encoder.encode(text);
}

// ---- can this browser do it? ----------------------------------------------------------

export async function isCapable() {
  try {
    await subtle.generateKey({ name: "X25519" }, false, ["deriveBits"]);
    return true;
  } catch {
    return false;
  }
}

// ---- HKDF in the parts HPKE needs -----------------------------------------------------

async function hmac(key, message) {
  const handle = await subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
  ]);
  return new Uint8Array(await subtle.sign("HMAC", handle, message));
}

function labeledExtract(suite, salt, label, secret) {
  return hmac(salt, concat(utf8("HPKE-v1"), suite, utf8(label), secret));
}

// One HMAC block is enough: nothing here is longer than 32 bytes.
async function labeledExpand(suite, secret, label, info, length) {
  const size = Uint8Array.of(length >> 8, length & 255);
  const message = concat(size, utf8("HPKE-v1"), suite, utf8(label), info, Uint8Array.of(1));
  return (await hmac(secret, message)).slice(0, length);
}

// ---- keys -----------------------------------------------------------------------------

export async function newKeyPair() {
  const pair = await subtle.generateKey({ name: "X25519" }, true, ["deriveBits"]);
  return {
    publicKey: new Uint8Array(await subtle.exportKey("raw", pair.publicKey)),
    pkcs8: new Uint8Array(await subtle.exportKey("pkcs8", pair.privateKey)),
  };
}

export function importPkcs8(pkcs8) {
  return subtle.importKey("pkcs8", pkcs8, { name: "X25519" }, false, ["deriveBits"]);
}

export function importRawPrivate(raw) {
  return importPkcs8(concat(PKCS8_X25519, raw));
}

function importPublic(raw) {
  return subtle.importKey("raw", raw, { name: "X25519" }, false, []);
}

async function agree(privateKey, publicRaw) {
  const publicKey = await importPublic(publicRaw);
  const shared = await subtle.deriveBits({ name: "X25519", public: publicKey }, privateKey, 256);
  return new Uint8Array(shared);
}

// The holder's own public key, which opening needs beside the private one: multiply the base
// point, as RFC 7748 does.
export function publicOf(privateKey) {
  const basePoint = new Uint8Array(KEY_BYTES);
  basePoint[0] = 9;
  return agree(privateKey, basePoint);
}

// ---- HPKE base mode -------------------------------------------------------------------

async function sharedSecret(agreed, enc, recipient) {
  const prk = await labeledExtract(KEM_SUITE, NO_SALT, "eae_prk", agreed);
  return labeledExpand(KEM_SUITE, prk, "shared_secret", concat(enc, recipient), 32);
}

async function schedule(shared, info) {
  const nothing = new Uint8Array(0);
  const pskHash = await labeledExtract(HPKE_SUITE, NO_SALT, "psk_id_hash", nothing);
  const infoHash = await labeledExtract(HPKE_SUITE, NO_SALT, "info_hash", info);
  const context = concat(Uint8Array.of(0), pskHash, infoHash);
  const secret = await labeledExtract(HPKE_SUITE, shared, "secret", nothing);
  const key = await labeledExpand(HPKE_SUITE, secret, "key", context, KEY_BYTES);
  const iv = await labeledExpand(HPKE_SUITE, secret, "base_nonce", context, NONCE_BYTES);
  return { key: await aesKey(key), iv };
}

function aesKey(raw) {
  return subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

export async function seal(plaintext, recipientPublic, context) {
  const pair = await subtle.generateKey({ name: "X25519" }, true, ["deriveBits"]);
  const enc = new Uint8Array(await subtle.exportKey("raw", pair.publicKey));
  const agreed = await agree(pair.privateKey, recipientPublic);
  const shared = await sharedSecret(agreed, enc, recipientPublic);
  const { key, iv } = await schedule(shared, utf8(context));
  const sealed = await subtle.encrypt({ name: "AES-GCM", iv }, key, plaintext);
  return concat(Uint8Array.of(VERSION), enc, new Uint8Array(sealed));
}

export async function open(sealed, privateKey, ownPublic, context) {
  if (sealed[0] !== VERSION) throw new Error("unknown version");
  const enc = sealed.slice(1, 1 + KEY_BYTES);
  const shared = await sharedSecret(await agree(privateKey, enc), enc, ownPublic);
  const { key, iv } = await schedule(shared, utf8(context));
  const body = sealed.slice(1 + KEY_BYTES);
  return new Uint8Array(await subtle.decrypt({ name: "AES-GCM", iv }, key, body));
}

// ---- words: JSON, one marker byte, zeros up to a whole block --------------------------

export function pad(bytes) {
  const size = Math.ceil((bytes.length + 1) / PAD_BLOCK) * PAD_BLOCK;
  const padded = new Uint8Array(size);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  return padded;
}

export function unpad(padded) {
  let end = padded.length - 1;
  while (end >= 0 && padded[end] === 0) end -= 1;
  if (end < 0 || padded[end] !== 0x80) throw new Error("bad padding");
  return padded.slice(0, end);
}

export function sealJson(value, recipientPublic, context) {
  return seal(pad(utf8(JSON.stringify(value))), recipientPublic, context);
}

export async function openJson(sealed, privateKey, ownPublic, context) {
  return JSON.parse(strictDecoder.decode(unpad(await open(sealed, privateKey, ownPublic, context))));
}

// ---- passphrase keys ------------------------------------------------------------------

export async function passphraseKeys(passphrase, salt, iterations) {
  // A server that asks for fewer rounds is asking for a passphrase it can guess.
  if (iterations < ITERATIONS) throw new Error("too few rounds");
  const typed = await subtle.importKey("raw", utf8(passphrase.normalize("NFKC")), "PBKDF2", false, [
    "deriveBits",
  ]);
  const rounds = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  const root = await subtle.deriveBits(rounds, typed, 256);
  const base = await subtle.importKey("raw", root, "HKDF", false, ["deriveBits", "deriveKey"]);
  const part = (label) => ({
    name: "HKDF",
    hash: "SHA-256",
    salt: new Uint8Array(0),
    info: utf8(label),
  });
  return {
    signInKey: new Uint8Array(await subtle.deriveBits(part("andan/v1/sign-in"), base, 256)),
    wrappingKey: await subtle.deriveKey(
      part("andan/v1/wrapping"), base, { name: "AES-GCM", length: 256 }, false,
      ["encrypt", "decrypt"],
    ),
  };
}

const WRAPPED = utf8("andan/v1/wrapped-key");

export async function wrap(pkcs8, wrappingKey) {
  return lock(pkcs8, wrappingKey, WRAPPED);
}

export async function unwrap({ iv, ciphertext }, wrappingKey) {
  return unlock({ iv, ciphertext }, wrappingKey, WRAPPED);
}

// ---- what a tab keeps -----------------------------------------------------------------

const KEPT = utf8("andan/v1/kept-key");

export async function keepUnder(half, pkcs8) {
  return lock(pkcs8, await aesKey(half), KEPT);
}

export async function takeFromUnder(half, kept) {
  return unlock(kept, await aesKey(half), KEPT);
}

async function lock(plaintext, key, additionalData) {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const sealed = await subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, plaintext);
  return { iv, ciphertext: new Uint8Array(sealed) };
}

async function unlock({ iv, ciphertext }, key, additionalData) {
  const bytes = await subtle.decrypt({ name: "AES-GCM", iv, additionalData }, key, ciphertext);
  return new Uint8Array(bytes);
}
