/** An error that no retry mends: the execution fails with this code. */
export class AgentFailure extends Error {
  override name = 'AgentFailure'
  readonly code: string
  readonly errors: { path: string; code: string; message: string }[] | undefined

  constructor(
    code: string,
    message: string,
    errors?: { path: string; code: string; message: string }[],
  ) {
    super(message)
    this.code = code
    this.errors = errors
  }
}
