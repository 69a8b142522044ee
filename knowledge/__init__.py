"""Questions and answers: normalise, index, rank, confidence, quote; articles.

Returns values, never sentences of its own: an answer is an article's or a document's words
with its source, or a refusal (promise 7). No Telegram type, no SQL, no sentences.
"""
