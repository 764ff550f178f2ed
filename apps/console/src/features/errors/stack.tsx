import type { ErrorFrame, ThrownError } from '@insa/contracts'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { cn } from '../../ui/cn.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'

/** The error and what caused it, innermost frame first; our own code stands out, the rest is a click away. */
export function Stack({ chain }: { chain: readonly ThrownError[] }) {
  const frames = chain.flatMap((thrown) => thrown.frames)
  const foreign = frames.filter((frame) => !frame.in_app).length
  const hasOurs = foreign < frames.length
  const [all, setAll] = useState(!hasOurs)
  return (
    <div className="grid gap-4">
      {chain.map((thrown, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an error of the chain is its place
        <section key={place} className="grid min-w-0 gap-2">
          <h3 className="break-words text-sm">
            {place > 0 && <span className="text-ink-3">Caused by </span>}
            <span className="font-medium">{thrown.type}</span>
            {place > 0 && <span className="text-ink-2">: {thrown.message}</span>}
            {thrown.code && (
              <span className="ml-2 font-mono text-ink-3 text-xs">{thrown.code}</span>
            )}
          </h3>
          {thrown.frames.length === 0 ? (
            <p className="text-ink-3 text-sm">It came without a stack.</p>
          ) : (
            <Frames frames={all ? thrown.frames : thrown.frames.filter((frame) => frame.in_app)} />
          )}
        </section>
      ))}
      {foreign > 0 && hasOurs && (
        <div>
          <Button size="sm" onClick={() => setAll(!all)}>
            {all ? 'Our own code only' : `${foreign} more of libraries`}
          </Button>
        </div>
      )}
    </div>
  )
}

function Frames({ frames }: { frames: readonly ErrorFrame[] }) {
  if (frames.length === 0) return <p className="text-ink-3 text-sm">No code of ours is in it.</p>
  return (
    <ScrollRegion label="Frames" className="overflow-x-auto rounded-lg bg-sunken">
      <ol className="grid w-max min-w-full gap-0.5 px-3 py-2 font-mono text-xs">
        {frames.map((frame, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a frame is its place
          <li key={place} className={cn('whitespace-nowrap', !frame.in_app && 'text-ink-3')}>
            <span className={cn(frame.in_app && 'font-medium')}>
              {frame.function ?? '(anonymous)'}
            </span>{' '}
            <span className="text-ink-3">
              {[frame.file, frame.line, frame.column].filter((part) => part !== null).join(':')}
            </span>
          </li>
        ))}
      </ol>
    </ScrollRegion>
  )
}
