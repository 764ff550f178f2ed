/**
 * Loaded with `--import`: the clock of this one process is off by CHAOS_CLOCK_MS milliseconds. `Date` alone is moved, as a machine with a
 * wrong clock has it: what counts elapsed time (timers, `performance.now()`) goes on as it does there. libfaketime would need a
 * package of the system's and moves the timers of Node with it.
 */
const off = Number(process.env.CHAOS_CLOCK_MS ?? 0)
const now = Date.now.bind(Date)

Date.now = () => now() + off
globalThis.Date = new Proxy(Date, {
  construct: (Real, args, self) =>
    Reflect.construct(Real, args.length === 0 ? [now() + off] : args, self),
})
