export interface ReadArguments {
  value?: Record<string, unknown>
  /** What is wrong, in words. */
  fault?: string
}

/** A person's text as arguments: a JSON object, and nothing else. */
export function readArguments(text: string): ReadArguments {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return { fault: 'The arguments must be a JSON object, { … }.' }
    }
    return { value: value as Record<string, unknown> }
  } catch (error) {
    return { fault: error instanceof Error ? error.message : 'That is no JSON.' }
  }
}
