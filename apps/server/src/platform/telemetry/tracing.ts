/**
 * Spans by hand, at the few doors that everything passes: the HTTP hook, a run's attempt, a step, the gateway, the models' meter, the
 * mailer. Nothing is patched. What is begun inside a span is its child, in this process by its asynchronous context, in others by
 * the traceparent that rows carry.
 */
export type SpanKind = 'server' | 'client' | 'consumer' | 'internal'
/** Names of the semantic conventions, or `insa.*`; never what people wrote. */
export type SpanAttributes = Record<string, string | number | boolean | undefined>

export interface SpanSpec {
  name: string
  kind: SpanKind
  attributes?: SpanAttributes
  /** The traceparent that its row or request carries; null: none. Default: what runs now. */
  parent?: string | null | undefined
  /** Without a parent: of the trace that begins here. Default: none begins. */
  traceId?: string
  /** Others may name it as theirs, while it is open. */
  key?: string
  /** Whose child it is, by key, where nothing runs: work that came by another way than a call. */
  under?: string
}

export interface Span {
  /** null: it belongs to no trace. */
  readonly traceparent: string | null
  set(attributes: SpanAttributes): void
  /** It came to nothing. @param type a code or the error's class: what it says may be anybody's. */
  fail(type: string): void
  end(): void
  /** Whatever is begun in there is its child. */
  run<T>(work: () => T): T
}

export interface Tracing {
  /** Begins a span that somebody ends. */
  begin(spec: SpanSpec): Span
  /** Of what runs now; null where no trace has begun. */
  traceparent(): string | null
  /** Sends what is left. */
  stop(): Promise<void>
}

/** Runs the work inside a span, and ends it as the work ends. @param fate of an error; null: it is none. */
export async function inSpan<T>(
  tracing: Tracing,
  spec: SpanSpec,
  work: (span: Span) => Promise<T>,
  fate: (error: unknown) => string | null = errorType,
): Promise<T> {
  const span = tracing.begin(spec)
  try {
    return await span.run(() => work(span))
  } catch (error) {
    const type = fate(error)
    if (type !== null) span.fail(type)
    throw error
  } finally {
    span.end()
  }
}

/** Its stable code, else its class. */
export function errorType(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && code !== '' ? code : error.name
}
