import { describe, expect, it } from 'vitest'
import { foldText } from '../text/fold.ts'
import { countSizes } from './count-sizes.ts'
import { isOnePart } from './one-part.ts'

const countedIn = (text: string) => {
  const fold = foldText(text, { language: 'en' })
  return countSizes(fold).counted.map(({ start, end }) => fold.text.slice(start, end))
}

describe('sizes of a job', () => {
  it('takes no number out of a name', () => {
    expect(countedIn('the CPU 315-2 DP and our SLC 5/05 racks stopped')).toEqual([])
  })

  it('takes "de 45" for no list of outputs', () => {
    expect(countedIn('inversores de 45 kW')).toEqual([])
    expect(countedIn('AI 118, DI: 240, DE: 96')).toEqual(['ai 118', 'di: 240', 'de: 96'])
  })

  it('still counts what stands behind a range', () => {
    expect(countedIn('10-12 drives')).not.toEqual([])
  })
})

describe('one part', () => {
  const asked = (text: string) => isOnePart(foldText(text, { language: 'es' }))

  it('is all that is wanted when they want the unit alone, at whatever length', () => {
    expect(
      asked(
        'buenas, necesito precio de un variador danfoss fc51 de 2 hp 220v, solo el equipo, nosotros lo instalamos. me piden tres cotizaciones y se compra el mas barato. cuanto demora la entrega? gracias',
      ),
    ).toBe(true)
  })

  it('is not all when a system is to be renewed', () => {
    expect(
      asked(
        'precio para migrar el sistema de la linea 2, solo el equipo de control, el variador queda',
      ),
    ).toBe(false)
  })
})
