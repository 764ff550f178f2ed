/**
 * The network between the program and another system: a TCP proxy that hands everything on, until it is told to fail. It counts nothing
 * and repeats nothing; what got through to the other side is the other side's to tell.
 */

import type { AddressInfo } from 'node:net'
import { createServer, connect as dial, type Socket } from 'node:net'

export interface Line {
  port: number
  /** Every connection breaks, and new ones are refused, until `mend`. */
  cut(): Promise<void>
  mend(): Promise<void>
  /** The next answers to what does something are lost: the request went through, and the connection breaks instead of the answer. */
  loseAnswers(count: number): void
  /** Answers to what does something are kept back, until `letGo` hands them on or `mend` drops them. */
  holdAnswers(): void
  letGo(): void
  /** How many answers are kept back now. */
  held(): number
  /** How many answers were lost so far. */
  lost(): number
  stop(): Promise<void>
}

/** @param doesSomething whether what is sent to the other side has an effect there when all of it has arrived. */
export async function startLine(
  toPort: number,
  doesSomething: (sent: Buffer) => boolean,
): Promise<Line> {
  const pairs = new Set<[Socket, Socket]>()
  let toLose = 0
  let lost = 0
  let holding = false
  const held = new Set<() => void>()
  const carry = (near: Socket) => {
    const far = dial(toPort, '127.0.0.1')
    const pair: [Socket, Socket] = [near, far]
    pairs.add(pair)
    let isEffect = false
    const end = () => {
      pairs.delete(pair)
      near.destroy()
      far.destroy()
    }
    near.on('data', (chunk) => {
      if (doesSomething(chunk)) isEffect = true
      far.write(chunk)
    })
    far.on('data', (chunk) => {
      if (!isEffect) return void near.write(chunk)
      if (toLose > 0) {
        toLose -= 1
        lost += 1
        return end()
      }
      if (!holding) {
        isEffect = false
        return void near.write(chunk)
      }
      held.add(() => near.write(chunk))
    })
    for (const socket of pair) socket.on('error', end).on('close', end)
  }
  const server = createServer(carry)
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', resolve)
    })
  const closed = () => new Promise<void>((resolve) => server.close(() => resolve()))
  const breakAll = () => {
    for (const [near] of pairs) near.destroy()
  }
  await listen(0)
  const { port } = server.address() as AddressInfo
  return {
    port,
    async cut() {
      const done = closed()
      breakAll()
      await done
    },
    async mend() {
      holding = false
      toLose = 0
      if (held.size > 0) breakAll()
      held.clear()
      if (!server.listening) await listen(port)
    },
    loseAnswers(count) {
      toLose = count
    },
    holdAnswers() {
      holding = true
    },
    letGo() {
      holding = false
      for (const hand of held) hand()
      held.clear()
    },
    held: () => held.size,
    lost: () => lost,
    async stop() {
      breakAll()
      if (server.listening) await closed()
    },
  }
}
