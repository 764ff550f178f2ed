/**
 * Loaded into a process with `--import`: writes a line into the file INSA_NETWORK_LOG for every connection that the
 * process opens, every name that it asks for and every datagram that it sends.
 */
import dgram from 'node:dgram'
import dns from 'node:dns'
import { appendFileSync } from 'node:fs'
import net from 'node:net'

const LOG = process.env.INSA_NETWORK_LOG ?? ''

/** @param {string} what @param {unknown[]} args */
const record = (what, args) =>
  appendFileSync(
    LOG,
    `${what} ${JSON.stringify(args, (_, v) => (typeof v === 'object' ? v : String(v)))}\n`,
  )

/**
 * @param {any} owner
 * @param {string} name
 * @param {(args: any[]) => unknown[]} shown what of the arguments to write down
 */
function watch(owner, name, shown) {
  const original = owner[name]
  owner[name] = function (/** @type {any[]} */ ...args) {
    record(name, shown(args))
    return original.apply(this, args)
  }
}

// net passes its arguments normalized, in one array; whoever calls the method passes them bare.
watch(net.Socket.prototype, 'connect', (args) => {
  const [first, host] = Array.isArray(args[0]) ? args[0] : args
  return [typeof first === 'object' ? (first.path ?? first.host ?? 'localhost') : (host ?? first)]
})
for (const api of [dns, dns.promises]) {
  for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveTxt', 'resolveSrv']) {
    watch(api, name, ([host]) => [host])
  }
}
watch(dgram.Socket.prototype, 'send', (args) => [args.findLast((a) => typeof a === 'string')])
