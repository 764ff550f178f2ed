import type { Span } from './spans.ts'

/** Text that a reader of the rendered message would not see. */
export interface HiddenText extends Span {
  readonly text: string
}

const TAGS =
  'a|abbr|article|b|big|blockquote|body|br|button|center|code|div|em|font|footer|form|h[1-6]|head|header|hr|html|i|img|input|ins|label|li|link|main|meta|nav|o:p|ol|p|pre|q|s|script|section|small|span|strike|strong|style|sub|sup|svg|system|table|tbody|td|template|textarea|tfoot|th|thead|title|tr|tt|u|ul|var'
const TAG = new RegExp(`</?(?:${TAGS})(?:\\s[^<>]*)?/?>`, 'giu')
const COMMENT = /<!--[\s\S]*?(?:-->|$)/gu
const UNSEEN_STYLE =
  /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?!\.?[1-9])|opacity\s*:\s*0(?!\.?[1-9])|(?:^|[;"'\s])color\s*:\s*(?:white|#fff(?:fff)?|transparent)\b/iu
const OPENING = new RegExp(`<(${TAGS})(\\s[^<>]*)?>`, 'giu')

function hiddenElements(text: string): Span[] {
  const spans: Span[] = []
  for (const match of text.matchAll(OPENING)) {
    const name = match[1]?.toLowerCase() ?? ''
    const attributes = match[2] ?? ''
    const unseen =
      ['script', 'style', 'template', 'head', 'title'].includes(name) ||
      UNSEEN_STYLE.test(attributes) ||
      /\shidden(?:\s|=|$)/iu.test(attributes)
    if (!unseen) continue
    const close = text.toLowerCase().indexOf(`</${name}`, match.index)
    spans.push({ start: match.index, end: close < 0 ? text.length : close })
  }
  return spans
}

/** What of a message is markup (to blank) and what is text that its sender hid from readers. */
export function readHtml(text: string): { markup: Span[]; hidden: HiddenText[] } {
  if (!text.includes('<')) return { markup: [], hidden: [] }
  const comments = [...text.matchAll(COMMENT)].map((m) => ({
    start: m.index,
    end: m.index + m[0].length,
  }))
  const concealed = [...comments, ...hiddenElements(text)]
  const hidden = concealed
    .map((span) => ({ ...span, text: text.slice(span.start, span.end) }))
    .filter((h) => /\p{L}/u.test(h.text.replace(TAG, '')))
  const tags = [...text.matchAll(TAG)].map((m) => ({ start: m.index, end: m.index + m[0].length }))
  return { markup: [...tags, ...concealed], hidden }
}
