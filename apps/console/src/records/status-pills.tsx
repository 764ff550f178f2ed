import type { OpportunityStatus, ProjectStatus } from '@insa/contracts'
import {
  CircleCheck,
  CircleDot,
  CircleSlash,
  CircleX,
  type LucideIcon,
  Reply,
  ScrollText,
  Trophy,
} from 'lucide-react'
import { Pill, type Tone } from '../ui/badges.tsx'

interface Look {
  tone: Tone
  icon: LucideIcon
  label: string
}

const OPPORTUNITY: Record<OpportunityStatus, Look> = {
  Open: { tone: 'busy', icon: CircleDot, label: 'Open' },
  Quotation: { tone: 'busy', icon: ScrollText, label: 'Quotation' },
  Replied: { tone: 'busy', icon: Reply, label: 'Replied' },
  Converted: { tone: 'good', icon: Trophy, label: 'Won' },
  Lost: { tone: 'bad', icon: CircleX, label: 'Lost' },
  Closed: { tone: 'plain', icon: CircleSlash, label: 'Closed' },
}

const PROJECT: Record<ProjectStatus, Look> = {
  Open: { tone: 'busy', icon: CircleDot, label: 'Open' },
  Completed: { tone: 'good', icon: CircleCheck, label: 'Completed' },
  Cancelled: { tone: 'plain', icon: CircleSlash, label: 'Cancelled' },
}

const Status = ({ tone, icon: Icon, label }: Look) => (
  <Pill tone={tone}>
    <Icon aria-hidden />
    {label}
  </Pill>
)

export const OpportunityPill = ({ status }: { status: OpportunityStatus }) => (
  <Status {...OPPORTUNITY[status]} />
)

export const ProjectPill = ({ status }: { status: ProjectStatus }) => (
  <Status {...PROJECT[status]} />
)
