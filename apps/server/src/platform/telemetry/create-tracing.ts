import { createQuietTracing } from './quiet-tracing.ts'
import type { Tracing } from './tracing.ts'

/** Where spans go. */
export interface Collector {
  url: string
  protocol: 'http/protobuf' | 'http/json'
}

/** @param collector null: nothing of OpenTelemetry is loaded. */
export const createTracing = async (
  collector: Collector | null,
  process: { version: string; roles: readonly string[] },
): Promise<Tracing> =>
  collector
    ? (await import('./open-telemetry.ts')).createOpenTelemetry({ ...collector, ...process })
    : createQuietTracing()
