import { describe, expect, it } from 'vitest'
import { parseRedisUrl } from './redis-url.ts'

const faultOf = (url: string): string => {
  try {
    parseRedisUrl(url)
    return 'none'
  } catch (error) {
    return (error as Error).message
  }
}

describe('an address of Redis', () => {
  it('names one server, and stays as it is', () => {
    for (const url of [
      'redis://localhost',
      'rediss://:secret@cache.example:6380/3',
      'redis://[::1]:6379/',
    ])
      expect(parseRedisUrl(url)).toEqual({ kind: 'server', url })
  })

  it('names sentinels, the service, and who signs in where [redis.sentinel]', () => {
    expect(
      parseRedisUrl(
        'rediss+sentinel://crm:p%40ss:word@s1.example:26380,s2.example,[::1]:26381/mymaster/3?sentinel_password=watch',
      ),
    ).toEqual({
      kind: 'sentinels',
      sentinels: [
        { host: 's1.example', port: 26_380 },
        { host: 's2.example', port: 26_379 },
        { host: '::1', port: 26_381 },
      ],
      service: 'mymaster',
      database: 3,
      username: 'crm',
      password: 'p@ss:word',
      sentinelUsername: null,
      sentinelPassword: 'watch',
      tls: true,
    })
    expect(parseRedisUrl('redis+sentinel://:secret@127.0.0.1/mymaster')).toMatchObject({
      database: 0,
      username: null,
      password: 'secret',
      tls: false,
    })
  })

  it.each([
    ['http://localhost', /begins with redis:\/\//],
    ['redis://', /names no host/],
    ['redis://localhost/cache', /number of a database/],
    ['redis+sentinel:///mymaster', /names no sentinel/],
    ['redis+sentinel://s1:26379,s2:26379', /names no service/],
    ['redis+sentinel://s1,,s2/mymaster', /names a sentinel "", which is no host/],
    ['redis+sentinel://s1:99999/mymaster', /names a sentinel "s1:99999"/],
    ['redis+sentinel://s1/mymaster/three', /is not redis\+sentinel:/],
    ['redis+sentinel://s1/mymaster?db=3', /has an option db; there are sentinel_username and/],
    ['redis+sentinel://:100%@s1/mymaster', /% that encodes nothing/],
  ])('that is nonsense is refused with what is wrong: %s [redis.sentinel]', (url, fault) => {
    expect(faultOf(url)).toMatch(fault)
  })

  it('that is wrong is told without its password', () => {
    expect(faultOf('redis+sentinel://:secret@s1')).not.toContain('secret')
  })
})
