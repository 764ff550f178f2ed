import type { ToolEffect } from '@insa/contracts'
import { Pill, type Tone } from './badges.tsx'

export const EFFECT_LABEL: Record<ToolEffect, string> = {
  read: 'reads',
  write: 'writes',
  egress: 'leaves the house',
  destructive: 'may delete',
}

const TONE: Record<ToolEffect, Tone> = {
  read: 'plain',
  write: 'busy',
  egress: 'warn',
  destructive: 'bad',
}

/** What a call of a tool does to the world. */
export function EffectPill({ effect }: { effect: ToolEffect }) {
  return <Pill tone={TONE[effect]}>{EFFECT_LABEL[effect]}</Pill>
}
