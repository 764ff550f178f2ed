/** Sees every way out of this process: connections, names that are asked for, datagrams, programs that are started. */
import childProcess from 'node:child_process'
import dgram from 'node:dgram'
import dns from 'node:dns'
import net from 'node:net'

export interface NetGuard {
  /** What went out since the last look: `connect 127.0.0.1:25`, `lookup example.com`, `spawn nmap`. */
  take(): string[]
}

// biome-ignore lint/suspicious/noExplicitAny: whatever the patched function takes
type Arguments = any[]

/** Patches the modules of this process for good; nothing is refused, all is seen. */
export function installNetGuard(): NetGuard {
  let seen: string[] = []
  const watch = (owner: object, names: readonly string[], tell: (args: Arguments) => string) => {
    for (const name of names) {
      const patched = owner as Record<string, (...args: Arguments) => unknown>
      const original = patched[name]
      if (!original) continue
      patched[name] = function (this: unknown, ...args: Arguments) {
        seen.push(`${name} ${tell(args)}`)
        return original.apply(this, args)
      }
    }
  }
  // net passes its arguments normalized, in one array; whoever calls the method passes them bare.
  watch(net.Socket.prototype, ['connect'], (args) => {
    const [first, host] = Array.isArray(args[0]) ? args[0] : args
    if (typeof first !== 'object') return `${host ?? 'localhost'}:${first}`
    return first.path ?? `${first.host ?? 'localhost'}:${first.port}`
  })
  for (const api of [dns, dns.promises]) {
    watch(api, ['lookup', 'resolve', 'resolve4', 'resolve6'], ([host]) => String(host))
  }
  watch(dgram.Socket.prototype, ['send'], () => 'datagram')
  watch(childProcess, ['spawn', 'exec', 'execFile', 'fork'], ([command]) => String(command))
  return {
    take() {
      const taken = seen
      seen = []
      return taken
    },
  }
}

/** @returns the ports of this process's servers, as they come to listen. */
export function listenInOnServers(): number[] {
  const ports: number[] = []
  const listen = net.Server.prototype.listen
  net.Server.prototype.listen = function (this: net.Server, ...args: Arguments) {
    this.once('listening', () => {
      const address = this.address()
      if (typeof address === 'object' && address) ports.push(address.port)
    })
    return listen.apply(this, args as Parameters<typeof listen>)
  } as typeof listen
  return ports
}
