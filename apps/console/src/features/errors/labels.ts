import type { ErrorOrigin, ErrorStatus } from '@insa/contracts'
import type { Tone } from '../../ui/badges.tsx'

export const STATUS_LABEL: Record<ErrorStatus, string> = {
  open: 'Open',
  resolved: 'Resolved',
  ignored: 'Ignored',
}

export const STATUS_TONE: Record<ErrorStatus, Tone> = {
  open: 'bad',
  resolved: 'good',
  ignored: 'plain',
}

export const ORIGIN_LABEL: Record<ErrorOrigin, string> = {
  request: 'Request',
  agent: 'Agent',
  background: 'Background work',
  process: 'End of a process',
  browser: 'Browser',
}
