import { LoaderCircle } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

const VARIANTS = {
  primary:
    'bg-accent text-on-accent hover:bg-accent-hover active:translate-y-px disabled:bg-line disabled:text-ink-3',
  secondary:
    'border border-edge/60 bg-surface text-ink hover:bg-hover hover:border-edge disabled:text-ink-3 disabled:bg-sunken',
  ghost: 'text-ink-2 hover:bg-hover hover:text-ink disabled:text-ink-3',
  danger:
    'border border-immediate/50 bg-surface text-immediate hover:bg-immediate-soft disabled:text-ink-3',
} as const

const SIZES = {
  sm: 'h-7 gap-1.5 px-2.5 text-[0.8667rem] rounded-md [&_svg]:size-3.5',
  md: 'h-9 gap-2 px-3.5 rounded-lg [&_svg]:size-4',
  icon: 'size-8 justify-center rounded-md [&_svg]:size-4',
} as const

export interface ButtonLook {
  variant?: keyof typeof VARIANTS | undefined
  size?: keyof typeof SIZES | undefined
}

/** The look of a button, for a link that should have it. */
export function buttonClass({ variant = 'secondary', size = 'md' }: ButtonLook = {}): string {
  return cn(
    'inline-flex shrink-0 items-center justify-center whitespace-nowrap font-medium transition-colors disabled:cursor-not-allowed',
    VARIANTS[variant],
    SIZES[size],
  )
}

type ButtonProps = ComponentProps<'button'> & ButtonLook & { busy?: boolean }

/** `busy` shows a spinner and refuses clicks, but keeps the focus where it is. */
export function Button({
  variant,
  size,
  busy,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={cn(buttonClass({ variant, size }), busy && 'cursor-progress', className)}
    >
      {busy && <LoaderCircle aria-hidden className="animate-spin" />}
      {children}
    </button>
  )
}
