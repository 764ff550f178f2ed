import { beforeEach, describe, expect, it } from 'vitest'
import { type CircuitBreaker, createCircuitBreaker } from './circuit-breaker.ts'

let now = 0
let circuit: CircuitBreaker
beforeEach(() => {
  now = 0
  circuit = createCircuitBreaker({ failures: 3, restMs: 100, now: () => now })
})

const fail = (times: number) => {
  for (let i = 0; i < times; i += 1) circuit.failed()
}

describe('the circuit breaker', () => {
  it('opens after so many failures in a row, not after as many with a success between', () => {
    fail(2)
    circuit.succeeded()
    fail(2)
    expect(circuit.state).toBe('closed')
    expect(circuit.admits()).toBe(true)
    fail(1)
    expect(circuit.state).toBe('open')
    expect(circuit.admits()).toBe(false)
  })

  it('lets one call through after its rest: it closes when that goes well, and rests again when not', () => {
    fail(3)
    now = 100
    expect(circuit.state).toBe('half_open')
    expect([circuit.admits(), circuit.admits()]).toEqual([true, false])
    circuit.failed()
    expect(circuit.state).toBe('open')
    now = 200
    expect(circuit.admits()).toBe(true)
    circuit.succeeded()
    expect(circuit.state).toBe('closed')
    fail(2)
    expect(circuit.state).toBe('closed')
  })
})
