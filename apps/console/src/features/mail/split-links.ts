export interface TextPart {
  start: number
  text: string
  /** Set where the part is a link. */
  href?: string
}

/** Cuts a text at its web addresses; a full stop or bracket after one belongs to the sentence. */
export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = []
  let at = 0
  for (const { index, 0: found } of text.matchAll(/https?:\/\/[^\s<>"']+/g)) {
    const address = found.replace(/[.,;:!?)\]]+$/, '')
    if (index > at) parts.push({ start: at, text: text.slice(at, index) })
    parts.push({ start: index, text: address, href: address })
    at = index + address.length
  }
  if (at < text.length) parts.push({ start: at, text: text.slice(at) })
  return parts
}
