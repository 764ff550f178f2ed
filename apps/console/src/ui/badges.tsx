import type { ExecutionStatus, MailStatus, Priority, RecommendedAction } from '@insa/contracts'
import {
  Ban,
  CalendarClock,
  ChevronDown,
  ChevronsUp,
  ChevronUp,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleSlash,
  CircleX,
  Equal,
  Hand,
  Inbox,
  LoaderCircle,
  type LucideIcon,
  PhoneCall,
  Send,
  Sprout,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'
import {
  ACTION_LABEL,
  EXECUTION_STATUS_LABEL,
  MAIL_STATUS_LABEL,
  PRIORITY_LABEL,
} from './labels.ts'

const PILL =
  'inline-flex h-[1.375rem] items-center gap-1 align-middle whitespace-nowrap rounded-full px-2 font-medium text-xs [&_svg]:size-3.5'

/** Weight falls with priority: solid, tinted, outlined, plain. Never by colour alone: each has its word and arrow. */
const PRIORITY_LOOK: Record<Priority, { look: string; icon: LucideIcon }> = {
  IMMEDIATE: { look: 'bg-immediate text-white dark:text-canvas', icon: ChevronsUp },
  HIGH: { look: 'bg-high-soft text-high ring-1 ring-inset ring-high/35', icon: ChevronUp },
  MEDIUM: { look: 'bg-medium-soft text-medium', icon: Equal },
  LOW: { look: 'text-low ring-1 ring-inset ring-line', icon: ChevronDown },
}

export function PriorityBadge({ priority }: { priority: Priority }) {
  const { look, icon: Icon } = PRIORITY_LOOK[priority]
  return (
    <span className={cn(PILL, look)}>
      <Icon aria-hidden strokeWidth={2.5} />
      {PRIORITY_LABEL[priority]}
    </span>
  )
}

const ACTION_LOOK: Record<RecommendedAction, { look: string; icon: LucideIcon }> = {
  immediate_contact: { look: 'text-immediate', icon: PhoneCall },
  schedule_demo: { look: 'text-accent', icon: CalendarClock },
  nurture: { look: 'text-good', icon: Sprout },
  disqualify: { look: 'text-ink-3', icon: Ban },
}

export function ActionLabel({ action }: { action: RecommendedAction }) {
  const { look, icon: Icon } = ACTION_LOOK[action]
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap align-middle">
      <Icon aria-hidden className={cn('size-4 shrink-0', look)} />
      {ACTION_LABEL[action]}
    </span>
  )
}

const TONES = {
  good: 'bg-good-soft text-good',
  bad: 'bg-immediate-soft text-immediate',
  busy: 'bg-medium-soft text-medium',
  warn: 'bg-high-soft text-high',
  plain: 'bg-low-soft text-low',
} as const

export type Tone = keyof typeof TONES

export function Pill({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={cn(PILL, TONES[tone])}>{children}</span>
}

const EXECUTION_LOOK: Record<ExecutionStatus, { tone: Tone; icon: LucideIcon }> = {
  queued: { tone: 'plain', icon: CircleDashed },
  running: { tone: 'busy', icon: LoaderCircle },
  waiting_approval: { tone: 'warn', icon: Hand },
  succeeded: { tone: 'good', icon: CircleCheck },
  failed: { tone: 'bad', icon: CircleX },
  cancelled: { tone: 'plain', icon: CircleSlash },
}

export function ExecutionBadge({ status }: { status: ExecutionStatus }) {
  const { tone, icon: Icon } = EXECUTION_LOOK[status]
  return (
    <Pill tone={tone}>
      <Icon aria-hidden className={cn(status === 'running' && 'animate-spin')} />
      {EXECUTION_STATUS_LABEL[status]}
    </Pill>
  )
}

const MAIL_LOOK: Record<MailStatus, { tone: Tone; icon: LucideIcon }> = {
  kept: { tone: 'plain', icon: Inbox },
  queued: { tone: 'plain', icon: CircleDashed },
  sending: { tone: 'busy', icon: LoaderCircle },
  sent: { tone: 'good', icon: Send },
  failed: { tone: 'bad', icon: CircleX },
  unknown: { tone: 'warn', icon: CircleHelp },
}

export function MailBadge({ status }: { status: MailStatus }) {
  const { tone, icon: Icon } = MAIL_LOOK[status]
  return (
    <Pill tone={tone}>
      <Icon aria-hidden />
      {MAIL_STATUS_LABEL[status]}
    </Pill>
  )
}
