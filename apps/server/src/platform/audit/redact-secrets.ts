/** Secrets in running text, found by what they look like. */

/** Stands where a secret stood. */
export const SECRET = '[secret]'

/** Each keeps what names the secret (its first group, where it has one), so that a reader sees what was there. */
const PATTERNS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  // Three parts of a signed token, whoever issued it.
  /\beyJ[\w-]{6,}\.[\w-]{6,}\.[\w-]*/g,
  /(\bBearer\s+)[\w.~+/=-]{6,}/gi,
  // "basic automation" is no secret: credentials have a digit, a capital inside, or padding.
  /(\b(?:Basic|basic|BASIC)\s+)(?=\S*[\d=]|\S+[A-Z])[\w+/=-]{8,}/g,
  // Keys that carry the mark of their issuer: Anthropic and others, our own, GitHub, Slack, AWS, Google.
  /\bsk-[\w-]{6,}/g,
  /\binsa_[\w-]{8,}/g,
  /\bgh[opsur]_\w{8,}/g,
  /\bxox[abeprs]-[\w-]{8,}/g,
  /\bAKIA[0-9A-Z]{12,}/g,
  /\bAIza[\w-]{20,}/g,
  // name:password@host of an address.
  /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/gi,
  // password=…, "api_key": "…", token: …; up to the next blank, quote or separator.
  /((?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_ -]?key|access[_ -]?key|client[_ -]?secret|contraseña|passwort|senha|mot de passe)["']?\s*[:=]\s*["']?)[^\s"'&,;}]+/gi,
]

/** The text with every secret that can be recognised replaced. */
export const redactSecrets = (text: string): string =>
  PATTERNS.reduce(
    (cleaned, pattern) =>
      cleaned.replace(pattern, (_, named: unknown) =>
        typeof named === 'string' ? `${named}${SECRET}` : SECRET,
      ),
    text,
  )
