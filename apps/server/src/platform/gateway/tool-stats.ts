/** Calls, errors and latency per server and tool, since the program started. Of this process; Prometheus has all of them. */
import { splitToolName } from './tool.ts'

export interface CallFigures {
  calls: number
  /** Calls that failed, in the server or in us; refused ones are none. */
  errors: number
  /** Milliseconds, over the last calls; null without any. */
  p50Ms: number | null
  p95Ms: number | null
}

export interface CallError {
  at: Date
  tool: string
  message: string
}

export interface ToolStats {
  /** @param name the tool's full name. @param error the words of what failed; null: it went well. */
  add(name: string, organizationId: string, durationMs: number, error: string | null): void
  server(server: string): CallFigures
  tool(name: string): CallFigures
  /** Newest first; those of one organization, because an error may quote its data. */
  lastErrors(server: string, organizationId: string): CallError[]
}

/** Latencies are taken over so many calls. */
const WINDOW = 500
const ERRORS_KEPT = 100
const ERRORS_SHOWN = 10
const MAX_MESSAGE = 300

class Figures {
  calls = 0
  errors = 0
  private readonly durations: number[] = []

  add(durationMs: number, failed: boolean): void {
    this.durations[this.calls % WINDOW] = durationMs
    this.calls += 1
    if (failed) this.errors += 1
  }

  read(): CallFigures {
    const sorted = this.durations.toSorted((a, b) => a - b)
    const at = (share: number) => {
      const value = sorted[Math.ceil(share * sorted.length) - 1]
      return value === undefined ? null : Math.round(value * 100) / 100
    }
    return { calls: this.calls, errors: this.errors, p50Ms: at(0.5), p95Ms: at(0.95) }
  }
}

export function createToolStats(): ToolStats {
  const servers = new Map<string, Figures>()
  const tools = new Map<string, Figures>()
  const errors = new Map<string, (CallError & { organizationId: string })[]>()
  const figures = (of: Map<string, Figures>, key: string) => {
    const found = of.get(key) ?? new Figures()
    of.set(key, found)
    return found
  }
  return {
    add(name, organizationId, durationMs, error) {
      const { server, tool } = splitToolName(name)
      figures(servers, server).add(durationMs, error !== null)
      figures(tools, name).add(durationMs, error !== null)
      if (error === null) return
      const entry = { at: new Date(), tool, message: error.slice(0, MAX_MESSAGE), organizationId }
      errors.set(server, [entry, ...(errors.get(server) ?? [])].slice(0, ERRORS_KEPT))
    },
    server: (server) => (servers.get(server) ?? new Figures()).read(),
    tool: (name) => (tools.get(name) ?? new Figures()).read(),
    lastErrors: (server, organizationId) =>
      (errors.get(server) ?? [])
        .filter((e) => e.organizationId === organizationId)
        .slice(0, ERRORS_SHOWN)
        .map(({ at, tool, message }) => ({ at, tool, message })),
  }
}
