/** Reads each thing once, however many ask: what was read is kept as long as the thing itself. */
export function keptPer<K extends object, V>(read: (thing: K) => V): (thing: K) => V {
  const known = new WeakMap<K, { readonly value: V }>()
  return (thing) => {
    const kept = known.get(thing) ?? { value: read(thing) }
    known.set(thing, kept)
    return kept.value
  }
}
