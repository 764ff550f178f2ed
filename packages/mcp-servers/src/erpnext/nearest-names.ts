/** Names that share a word with another, or begin alike: what somebody may have meant. */
function nearestNames(name: string, names: readonly string[]): string[] {
  const words = new Set(name.toLowerCase().split('_'))
  const start = name.toLowerCase().slice(0, 4)
  const scored = names.map((other) => {
    const shared = other.split('_').filter((word) => words.has(word)).length
    return { other, score: shared * 2 + (other.startsWith(start) ? 1 : 0) }
  })
  return scored
    .filter((s) => s.score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, 3)
    .map((s) => s.other)
}

export const didYouMean = (name: string, names: readonly string[]): string => {
  const near = nearestNames(name, names)
  return near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ''
}
