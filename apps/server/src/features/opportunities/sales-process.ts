/** How this organization sells: its stages, and what a probability follows from. */
import { DEFAULT_SALES_PROCESS, SalesProcess, type SalesProcessInput } from '@insa/contracts'
import type { TenantTx } from '../../platform/database/database.ts'
import { conflict, invalid } from '../../platform/http/errors.ts'
import type { Call, RecordDeps } from '../../platform/records/record-kind.ts'
import { changeSetting } from '../../platform/settings/change-setting.ts'
import { readSetting, type Setting } from '../../platform/settings/settings.store.ts'
import { applyProbability, renameStage, stagesInUse } from './opportunities.store.ts'

export const SALES_PROCESS: Setting<SalesProcess> = {
  name: 'sales_process',
  schema: SalesProcess,
  fallback: DEFAULT_SALES_PROCESS,
}

/** @throws AppError 422 that names the field. */
export function probabilityOf(process: SalesProcess, stage: string): number {
  const found = process.stages.find((s) => s.name === stage)
  if (found) return found.probability
  const names = process.stages.map((s) => s.name).join(', ')
  throw invalid([
    {
      path: 'sales_stage',
      code: 'unknown_stage',
      message: `There is no stage ${stage}. The stages are: ${names}.`,
    },
  ])
}

/**
 * Open opportunities come along: to a stage's new name, and to its new probability where they have none of their own.
 * @throws AppError 409 when a stage is taken out that open opportunities stand in, 422 when a renamed one was not there.
 */
export function changeSalesProcess(
  deps: RecordDeps,
  { actor, correlationId }: Call,
  { stages, ...reasons }: SalesProcessInput,
): Promise<SalesProcess> {
  const value: SalesProcess = {
    stages: stages.map(({ name, probability }) => ({ name, probability })),
    ...reasons,
  }
  const alongside = async (tx: TenantTx) => {
    const before = (await readSetting(tx, SALES_PROCESS)).stages.map((s) => s.name)
    const renamed = stages.flatMap(({ name, was }, i) =>
      was === undefined || was === name ? [] : [{ name, was, i }],
    )
    refuseBadNames(before, renamed, value)
    const gone = before.filter(
      (name) => !value.stages.some((s) => s.name === name) && !renamed.some((r) => r.was === name),
    )
    const inUse = await stagesInUse(tx, gone)
    if (inUse.length > 0) {
      throw conflict(
        'sales_stage.in_use',
        `Open opportunities stand in ${inUse.join(', ')}. Move them, or say what the stage is called now.`,
      )
    }
    for (const { was, name } of renamed) await renameStage(tx, was, name)
    for (const { name, probability } of value.stages) await applyProbability(tx, name, probability)
  }
  return changeSetting(deps, actor, SALES_PROCESS, value, correlationId, alongside)
}

/** Two that swap their names would run into each other on the way. */
function refuseBadNames(
  before: string[],
  renamed: { name: string; was: string; i: number }[],
  value: SalesProcess,
): void {
  for (const { was, name, i } of renamed) {
    const isThere = before.includes(was)
    const isTaken = before.includes(name)
    const isDouble = renamed.filter((r) => r.was === was).length > 1
    const staysToo = value.stages.some((s) => s.name === was)
    if (isThere && !isTaken && !isDouble && !staysToo) continue
    throw invalid([
      {
        path: `stages.${i}.was`,
        code: 'not_renamed',
        message: isThere
          ? `${was} cannot be renamed to ${name} together with the other changes. Rename it by itself.`
          : `There is no stage ${was}.`,
      },
    ])
  }
}
