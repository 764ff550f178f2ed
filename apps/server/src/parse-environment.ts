/** The environment against the shapes of its variables; whatever is wrong with it is told at once. */
import type { z } from 'zod'

/** Thrown with every fault of the environment in its message. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** An empty variable is one that is not set. @throws ConfigError naming every variable that is wrong. */
export function parseEnvironment<S extends z.ZodObject>(
  schema: S,
  env: NodeJS.ProcessEnv,
): z.output<S> {
  const present = Object.fromEntries(Object.entries(env).filter(([, v]) => v !== ''))
  const parsed = schema.safeParse(present)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((i) => `  ${i.path.join('.')}: ${i.message}`)
  throw new ConfigError(`The environment is not usable:\n${faults.join('\n')}`)
}
