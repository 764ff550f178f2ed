/**
 * A model's prose as people may read it: no address, no markup. Where a stranger's order has got in, nothing in it can be
 * clicked, fetched or calculated, wherever it is shown.
 */

/** What stands for an address that was taken out. */
const LINK = '[address left out]'

const MARKUP: readonly [RegExp, string][] = [
  // Markdown's images, links and references, with their words kept.
  // A target may hold brackets; whatever is written on without a blank is part of it.
  [/!?\[([^\]\n]*)\]\([^\s)]*(?:[()][^\s]*|\s+["'][^"'\n]*["']\s*\))/g, '$1'],
  [/!?\[([^\]\n]*)\]\[[^\]\n]*\]/g, '$1'],
  [/<\/?[a-z!][^<>]*>/gi, ''],
  [/\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s<>"]*/gi, LINK],
  [/\b(?:mailto|javascript|data|tel|sms|file):\S+/gi, LINK],
  [/\bwww\.[^\s<>"]+/gi, LINK],
  [/\b(?:[a-z0-9-]+\.)+[a-z]{2,24}(?::\d+)?[/?#][^\s<>"]*/gi, LINK],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?:\/[^\s<>"]*)?/g, LINK],
  // What a spreadsheet would calculate.
  [/^[=+@\t\r]+/g, ''],
  [/(?!\n)(?:[\p{Cc}\p{Cf}\p{Co}]|[\u{e0100}-\u{e01ef}])/gu, ''],
]

export const plainWords = (text: string): string =>
  MARKUP.reduce((left, [pattern, by]) => left.replaceAll(pattern, by), text)
