import { useEffect, useState } from 'react'

/** Milliseconds that fields must stand still before a preview of them is made. */
const SETTLE_MS = 400

/** The value once it has stood still. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
