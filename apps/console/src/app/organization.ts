import { readStored, writeStored } from './stored.ts'

const KEY = 'insa.organization'

let chosen: string | undefined | null = null

/** The organization that calls are made in; undefined lets the server take the person's first. */
export function organizationId(): string | undefined {
  if (chosen === null) chosen = readStored(KEY)
  return chosen
}

export function chooseOrganization(id: string | undefined): void {
  chosen = id
  writeStored(KEY, id)
}
