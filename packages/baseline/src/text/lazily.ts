/** Made at its first use: a program that only imports the engine pays nothing for its lexicons. */
export function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
