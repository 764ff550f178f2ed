import type { Stretch } from './batch.ts'

/**
 * When work of so many seconds will be done that begins now and goes on in these stretches only.
 * @param stretches in their order; null: any time.
 * @returns null when it ends after the last of them.
 */
export function expectedEnd(
  now: Date,
  seconds: number,
  stretches: readonly Stretch[] | null,
): Date | null {
  if (stretches === null) return new Date(+now + seconds * 1000)
  let ms = seconds * 1000
  for (const { opensAt, closesAt } of stretches) {
    const begin = Math.max(+opensAt, +now)
    const room = +closesAt - begin
    if (room >= ms) return new Date(begin + ms)
    ms -= Math.max(room, 0)
  }
  return null
}
