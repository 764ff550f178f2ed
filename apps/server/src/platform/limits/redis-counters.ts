/** Shared by every process, in Redis. Keys are kept as hashes: they name addresses and people. */
import { createHash } from 'node:crypto'
import type { RedisConnections } from '../redis/connect-redis.ts'
import type { Counters, Limit } from './counters.ts'

/** ARGV: for each key its most, and its window in milliseconds. Answers: counted, count, milliseconds left. */
const TAKE = script(`
for i, key in ipairs(KEYS) do
  local count = tonumber(redis.call('GET', key) or '0')
  if count >= tonumber(ARGV[2 * i - 1]) then return {0, count, redis.call('PTTL', key)} end
end
for i, key in ipairs(KEYS) do
  if redis.call('INCR', key) == 1 then redis.call('PEXPIRE', key, ARGV[2 * i]) end
end
return {1, tonumber(redis.call('GET', KEYS[1])), redis.call('PTTL', KEYS[1])}`)

const GIVE_BACK = script(`
for _, key in ipairs(KEYS) do
  if tonumber(redis.call('GET', key) or '0') > 0 then redis.call('DECR', key) end
end`)

/** Both reject while Redis is away. */
export function createRedisCounters({ commands, prefix }: RedisConnections): Counters {
  const keys = (limits: readonly Limit[]) =>
    limits.map(({ key }) => {
      const hash = createHash('sha256').update(key).digest('base64url')
      return `${prefix}:count:${hash}`
    })
  return {
    async take(limits) {
      const rules = limits.flatMap(({ max, windowMs }) => [max, windowMs])
      const answer = await run(commands, TAKE, keys(limits), rules)
      const [counted, count, endsInMs] = answer as [number, number, number]
      return { counted: counted === 1, count, endsInMs: Math.max(0, endsInMs) }
    },
    async giveBack(limits) {
      await run(commands, GIVE_BACK, keys(limits), [])
    },
  }
}

interface Script {
  text: string
  sha: string
}

/** By its name; a server that does not know it, new or flushed, is told it. */
async function run(
  commands: RedisConnections['commands'],
  { text, sha }: Script,
  keys: readonly string[],
  args: readonly number[],
): Promise<unknown> {
  try {
    return await commands.evalsha(sha, keys.length, ...keys, ...args)
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
    return commands.eval(text, keys.length, ...keys, ...args)
  }
}

function script(text: string): Script {
  return { text, sha: createHash('sha1').update(text).digest('hex') }
}
