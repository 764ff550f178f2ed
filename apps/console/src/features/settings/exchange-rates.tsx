import { ChevronRight, Plus, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'

interface ExchangeRatesProps {
  currency: string
  rates: Readonly<Record<string, number>>
  disabled: boolean
  onChange: (rates: Record<string, number>) => void
}

/** What one unit of each currency is worth. */
export function ExchangeRates({ currency, rates, disabled, onChange }: ExchangeRatesProps) {
  const [code, setCode] = useState('')
  const codes = Object.keys(rates).sort()
  const add = () => {
    if (code.length !== 3 || code in rates) return
    onChange({ ...rates, [code]: 1 })
    setCode('')
  }
  const remove = (gone: string) =>
    onChange(Object.fromEntries(Object.entries(rates).filter(([other]) => other !== gone)))
  return (
    <details className="group">
      <summary className="flex list-none items-center gap-2 font-medium text-ink-2 text-sm [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 text-ink-3 transition-transform group-open:rotate-90"
        />
        {codes.length} exchange rates
        <span className="font-normal text-ink-3">what one unit is worth in {currency}</span>
      </summary>
      <ul className="mt-3 grid gap-2 sm:grid-cols-2 lg:grid-cols-4">
        {codes.map((other) => (
          <li key={other} className="flex items-center gap-2">
            <span className="num w-10 font-mono text-sm">{other}</span>
            <Input
              type="number"
              step="any"
              min={0}
              aria-label={`One ${other} in ${currency}`}
              disabled={disabled}
              value={rates[other]}
              onChange={(event) => onChange({ ...rates, [other]: event.target.valueAsNumber })}
              className="num h-8"
            />
            {!disabled && (
              <Button
                variant="ghost"
                size="icon"
                aria-label={`Remove ${other}`}
                onClick={() => remove(other)}
              >
                <X aria-hidden />
              </Button>
            )}
          </li>
        ))}
        {!disabled && (
          <li className="flex items-center gap-2">
            <Input
              aria-label="Code of another currency"
              placeholder="CHF"
              maxLength={3}
              value={code}
              onChange={(event) => setCode(event.target.value.toUpperCase())}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return
                event.preventDefault()
                add()
              }}
              className="h-8 w-20 font-mono"
            />
            <Button size="sm" disabled={code.length !== 3} onClick={add}>
              <Plus aria-hidden />
              Add
            </Button>
          </li>
        )}
      </ul>
    </details>
  )
}
