/** What a caller may see of a failure: which field, what is wrong, what to do. */
import type { z } from 'zod'

export interface ToolErrorOptions {
  /** Stable and dotted: `lead.not_found`. */
  code?: string | undefined
  /** The faults one by one, by field. */
  fields?: readonly { path: string; message: string }[] | undefined
  /** What to do now. */
  hint?: string | undefined
  cause?: unknown
}

/** A failure that the caller can do something about. Its words go to the model: no secrets, nothing about the inside. */
export class ToolError extends Error {
  override name = 'ToolError'
  readonly code: string | undefined
  readonly fields: readonly { path: string; message: string }[]
  readonly hint: string | undefined

  constructor(message: string, options: ToolErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.code = options.code
    this.fields = options.fields ?? []
    this.hint = options.hint
  }
}

/** The error as a model and a person read it. */
export function describeToolError({ message, code, fields, hint }: ToolError): string {
  return [
    code ? `${message} (${code})` : message,
    ...fields.map((field) => `- ${field.path}: ${field.message}`),
    ...(hint ? [hint] : []),
  ].join('\n')
}

/** What is wrong with a tool's arguments, field by field, and what the tool takes. */
export function invalidArguments(
  tool: string,
  known: readonly string[],
  issues: readonly z.core.$ZodIssue[],
): ToolError {
  const fields = issues.map((issue) => {
    const strange = issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : null
    return strange
      ? { path: [...issue.path, strange].join('.'), message: 'there is no such argument.' }
      : { path: issue.path.join('.') || 'arguments', message: issue.message }
  })
  const takes = known.length > 0 ? `It takes: ${known.join(', ')}.` : 'It takes no arguments.'
  return new ToolError(`${tool} was not called: its arguments do not fit.`, {
    code: 'arguments.invalid',
    fields,
    hint: takes,
  })
}
