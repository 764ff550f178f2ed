import { useRouterState } from '@tanstack/react-router'
import { useEffect, useState } from 'react'

/** Tells a screen reader which page came up: a single-page application changes without a load. */
export function RouteAnnouncer() {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  const [title, setTitle] = useState('')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the title is read again when the path has changed
  useEffect(() => {
    const frame = requestAnimationFrame(() => setTitle(document.title))
    return () => cancelAnimationFrame(frame)
  }, [path])
  return (
    <p aria-live="polite" className="sr-only">
      {title}
    </p>
  )
}
