/** Reads and writes of the browser's storage, which may be closed (private window, policy): then nothing is kept. */
export function readStored(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined
  } catch {
    return undefined
  }
}

export function writeStored(key: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(key)
    else localStorage.setItem(key, value)
  } catch {
    // Not kept: the choice holds until the page is loaded again.
  }
}
