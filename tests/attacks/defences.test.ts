/** In the program every defence stands, always: nothing but the attack gate can take one away. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ALL_DEFENCES, DEFENCES } from '../../apps/server/src/platform/safety/defences.ts'
import { ROOT } from '../../scripts/setup-state.mjs'
import { listCode } from '../source-files.ts'

const product = listCode().filter(
  (file) => /^(apps|packages)\//.test(file) && !/\.(test|contract)\.tsx?$|\/testing\//.test(file),
)
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')

describe('the defences', () => {
  it('all stand where nobody says otherwise', () => {
    expect([...ALL_DEFENCES].sort()).toEqual(Object.keys(DEFENCES).sort())
  })

  it('are each asked for somewhere in the program', () => {
    const asked = product.map(read).join('\n')
    for (const defence of Object.keys(DEFENCES)) expect(asked).toContain(`has('${defence}')`)
  })

  it('cannot be taken away by the program: nobody makes or changes a set of them [attacks.every-defence-holds]', () => {
    const makers = product.filter((file) =>
      /new Set<?[^(]*\([^)]*DEFENCES|as (unknown as )?Defences\b|: Defences = new|[dD]efences\.(delete|clear|add|difference)\(/.test(
        read(file),
      ),
    )
    expect(makers).toEqual(['apps/server/src/platform/safety/defences.ts'])
  })

  it('are handed to the program by nobody who starts it [attacks.every-defence-holds]', () => {
    const starters = product.filter((file) => /\bcompose\(/.test(read(file)))
    expect(starters).toContain('apps/server/src/commands/run-roles.ts')
    const handing = starters.filter(
      (file) => file !== 'apps/server/src/compose.ts' && /[dD]efence/.test(read(file)),
    )
    expect(handing).toEqual([])
  })

  it('are nothing that the environment knows of', () => {
    expect(read('apps/server/src/config.ts')).not.toMatch(/[dD]efence/)
  })
})
