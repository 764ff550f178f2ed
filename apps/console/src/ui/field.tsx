import { CircleAlert } from 'lucide-react'
import { type ComponentProps, type ReactNode, useId } from 'react'
import { cn } from './cn.ts'

const CONTROL =
  'w-full rounded-lg border border-edge/80 bg-surface px-3 text-ink placeholder:text-ink-3 transition-colors hover:border-edge aria-invalid:border-immediate disabled:bg-sunken disabled:text-ink-3'

/** One height for inputs and selects. */
const HEIGHT = 'h-9'

export interface ControlAttributes {
  id: string
  'aria-invalid': true | undefined
  'aria-describedby': string | undefined
}

interface FieldProps {
  label: ReactNode
  hint?: ReactNode
  error?: string | undefined
  optional?: boolean
  className?: string
  children: (control: ControlAttributes) => ReactNode
}

/** A label, its control, a hint and the fault, tied together for assistive technology. */
export function Field({ label, hint, error, optional, className, children }: FieldProps) {
  const id = useId()
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean)
  return (
    <div className={cn('grid content-start gap-1', className)}>
      <label htmlFor={id} className="flex items-baseline gap-2 font-medium text-ink-2 text-sm">
        {label}
        {optional && <span className="font-normal text-2xs text-ink-3">optional</span>}
      </label>
      {children({
        id,
        'aria-invalid': error ? true : undefined,
        'aria-describedby': described.join(' ') || undefined,
      })}
      {hint && (
        <p id={`${id}-hint`} className="text-ink-3 text-xs">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="flex items-center gap-1 text-immediate text-xs">
          <CircleAlert aria-hidden className="size-3.5 shrink-0" />
          {error}
        </p>
      )}
    </div>
  )
}

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input {...rest} className={cn(CONTROL, HEIGHT, className)} />
}

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea {...rest} className={cn(CONTROL, 'min-h-24 py-2 leading-relaxed', className)} />
}

/** The system's own list: it is the best one on a phone and with a screen reader. */
export function Select({ className, ...rest }: ComponentProps<'select'>) {
  return <select {...rest} className={cn(CONTROL, HEIGHT, 'select-arrow pr-8', className)} />
}
