import type { ActivityType } from '@insa/contracts'
import {
  CalendarDays,
  ListTodo,
  type LucideIcon,
  Mail,
  MapPinned,
  Phone,
  StickyNote,
  UsersRound,
} from 'lucide-react'

export const ACTIVITY_ICON: Record<ActivityType, LucideIcon> = {
  Note: StickyNote,
  Call: Phone,
  Email: Mail,
  Meeting: UsersRound,
  Visit: MapPinned,
  Task: ListTodo,
  Event: CalendarDays,
}

/** As people say it. */
export const ACTIVITY_LABEL: Record<ActivityType, string> = {
  Note: 'Note',
  Call: 'Call',
  Email: 'E-mail',
  Meeting: 'Meeting',
  Visit: 'Visit',
  Task: 'Task',
  Event: 'Event',
}
