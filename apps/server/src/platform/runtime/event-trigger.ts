/** What makes an agent begin by itself: an event that another's run, or a person, has caused. */
import type { EventPayload, EventType } from '@insa/contracts'

type EventOf<T extends EventType> = Extract<EventPayload, { type: T }>

interface TriggerOn<T extends EventType> {
  event: T
  /**
   * What the run is about; null: this event starts none. An event carries ids, enums and numbers, and so does the input: a run is as
   * clean as its own reading leaves it.
   */
  input(event: EventOf<T>): { input: Record<string, unknown>; leadId: string | null } | null
}

export type EventTrigger = { [T in EventType]: TriggerOn<T> }[EventType]

/** @returns what `trigger` makes of an event; null also for one of another type. */
export function inputFrom(trigger: EventTrigger, event: EventPayload) {
  if (trigger.event !== event.type) return null
  // Its own type was just compared.
  return (trigger as TriggerOn<EventType>).input(event)
}
