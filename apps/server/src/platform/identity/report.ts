/** Tells the log of a failure that no caller waits for. */
export type Report = (error: unknown, what: string) => void
