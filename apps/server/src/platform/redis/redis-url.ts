/**
 * Where Redis is, as REDIS_URL says it: one server, or sentinels that know which server is the primary. The form with
 * sentinels is the one that Redis-Sentinel-Url (Python), Prefect and RedisVL read.
 */
export type RedisAddress = RedisServerAddress | RedisSentinelsAddress

export interface RedisServerAddress {
  readonly kind: 'server'
  readonly url: string
}

export interface RedisSentinelsAddress {
  readonly kind: 'sentinels'
  readonly sentinels: readonly { host: string; port: number }[]
  /** What the sentinels call the primary. */
  readonly service: string
  readonly database: number
  /** Of the servers that hold the data. */
  readonly username: string | null
  readonly password: string | null
  /** Of the sentinels themselves. */
  readonly sentinelUsername: string | null
  readonly sentinelPassword: string | null
  /** To both. */
  readonly tls: boolean
}

const SENTINEL_FORM =
  'redis+sentinel://[user:password@]host[:port],host[:port],…/service[/database][?sentinel_username=…&sentinel_password=…]'

const SENTINEL_PORT = 26_379
const MAX_PORT = 65_535

/** @throws Error that says what is wrong with it, without the passwords in it. */
export function parseRedisUrl(url: string): RedisAddress {
  if (/^rediss?:\/\//.test(url)) return parseServer(url)
  const scheme = /^redis(s?)\+sentinel:\/\//.exec(url)
  if (!scheme) throw new Error(`begins with redis://, rediss:// or is ${SENTINEL_FORM}`)
  return { ...parseSentinels(url.slice(scheme[0].length)), tls: scheme[1] === 's' }
}

function parseServer(url: string): RedisServerAddress {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (!parsed?.hostname)
    throw new Error('names no host: redis://[user:password@]host[:port][/database]')
  if (!/^\/?\d*$/.test(parsed.pathname))
    throw new Error('ends with the number of a database, e.g. /3')
  return { kind: 'server', url }
}

/** A list of hosts is no URL, so it is taken apart by hand. */
function parseSentinels(rest: string): Omit<RedisSentinelsAddress, 'tls'> {
  const parts = /^(?:([^@/?]*)@)?([^@/?]*)(?:\/([^/?]*))?(?:\/(\d*))?(?:\?(.*))?$/.exec(rest)
  if (!parts) throw new Error(`is not ${SENTINEL_FORM}`)
  const [, login, hosts, service, database, query] = parts
  if (!hosts) throw new Error(`names no sentinel: ${SENTINEL_FORM}`)
  if (!service)
    throw new Error(
      `names no service, which is what the sentinels call the primary: ${SENTINEL_FORM}`,
    )
  const [username, password] = (login ?? '').split(/:(.*)/, 2)
  const options = optionsOf(query ?? '')
  return {
    kind: 'sentinels',
    sentinels: hosts.split(',').map(sentinelOf),
    service: decoded(service),
    database: Number(database ?? 0),
    username: username ? decoded(username) : null,
    password: password ? decoded(password) : null,
    sentinelUsername: options.get('sentinel_username'),
    sentinelPassword: options.get('sentinel_password'),
  }
}

function sentinelOf(text: string): { host: string; port: number } {
  const [, v6, name, port] = /^(?:\[([\da-fA-F:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/.exec(text) ?? []
  const host = v6 ?? name
  const number = Number(port ?? SENTINEL_PORT)
  if (!host || number < 1 || number > MAX_PORT)
    throw new Error(`names a sentinel "${text}", which is no host[:port]`)
  return { host, port: number }
}

const OPTIONS = ['sentinel_username', 'sentinel_password']

function optionsOf(query: string): URLSearchParams {
  const options = new URLSearchParams(query)
  for (const name of options.keys())
    if (!OPTIONS.includes(name))
      throw new Error(`has an option ${name}; there are ${OPTIONS.join(' and ')}`)
  return options
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new Error('has a % that encodes nothing')
  }
}
