/** Tells the server of errors in the console, for the page Errors. What fails in a loop is told once in a while. */
import { ApiError, type BrowserError } from '@insa/contracts'
import { client } from './client.ts'

/** The server takes ten a minute of one person. */
const MOST_A_MINUTE = 5
const MINUTE_MS = 60_000
/** As the contract has them, UTF-16 code units. */
const LONGEST = { type: 100, message: 1_000, stack: 6_000, page: 200 }

let told: number[] = []

/** @param page the route's path with names in place of ids: `/leads/$id`. */
export function reportError(error: unknown, page: string): void {
  // The server knows of its own; 4xx and a lost network are answers, not errors.
  if (error instanceof ApiError) return
  const now = Date.now()
  told = told.filter((at) => now - at < MINUTE_MS)
  if (told.length >= MOST_A_MINUTE) return
  told.push(now)
  // Whoever cannot be told, or is not signed in: there is nobody else to tell.
  client.errors.report(describe(error, page)).catch(() => undefined)
}

function describe(error: unknown, page: string): BrowserError {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error))
  return {
    type: (name || 'Error').slice(0, LONGEST.type),
    message: message.slice(0, LONGEST.message),
    stack: stack?.slice(0, LONGEST.stack) ?? null,
    page: page.slice(0, LONGEST.page),
  }
}

/** What no page caught. @param page which one is open. */
export function watchErrors(page: () => string): void {
  window.addEventListener('error', (event) => reportError(event.error ?? event.message, page()))
  window.addEventListener('unhandledrejection', (event) => reportError(event.reason, page()))
}
