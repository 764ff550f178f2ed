import { X } from 'lucide-react'
import { useState } from 'react'
import { Field, Input } from '../../ui/field.tsx'

interface TagInputProps {
  label: string
  hint?: string
  placeholder?: string
  values: readonly string[]
  onChange: (values: string[]) => void
  error?: string | undefined
  disabled: boolean
  /** What a typed word becomes. */
  normalize?: (word: string) => string
  /** How a word is shown. */
  show?: (word: string) => string
}

const asTyped = (word: string) => word
/** Keys of the trade's vocabulary, in plain letters. */
const asWords = (word: string) => word.replaceAll('_', ' ')

/** A list of words: Enter or a comma adds, the cross or Backspace takes away. */
export function TagInput({
  label,
  hint,
  placeholder,
  values,
  onChange,
  error,
  disabled,
  normalize = asTyped,
  show = asWords,
}: TagInputProps) {
  const [text, setText] = useState('')
  const add = (typed: string) => {
    const words = typed
      .split(/[,;\n]/)
      .map((word) => normalize(word.trim()))
      .filter(Boolean)
    if (words.length > 0) onChange([...new Set([...values, ...words])])
    setText('')
  }
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <div className="grid gap-2">
          {values.length > 0 && (
            <ul className="flex flex-wrap gap-1.5">
              {values.map((value) => (
                <li
                  key={value}
                  className="inline-flex items-center gap-1 rounded-md bg-sunken py-0.5 pr-1 pl-2 text-sm"
                >
                  {show(value)}
                  {!disabled && (
                    <button
                      type="button"
                      aria-label={`Remove ${value}`}
                      onClick={() => onChange(values.filter((other) => other !== value))}
                      className="grid size-5 place-items-center rounded text-ink-3 hover:bg-line hover:text-ink"
                    >
                      <X aria-hidden className="size-3" />
                    </button>
                  )}
                </li>
              ))}
            </ul>
          )}
          <Input
            {...control}
            value={text}
            disabled={disabled}
            placeholder={placeholder ?? 'Add…'}
            onChange={(event) =>
              event.target.value.endsWith(',')
                ? add(event.target.value)
                : setText(event.target.value)
            }
            onBlur={() => add(text)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && text.trim() !== '') {
                event.preventDefault()
                add(text)
              } else if (event.key === 'Backspace' && text === '') {
                onChange(values.slice(0, -1))
              }
            }}
          />
        </div>
      )}
    </Field>
  )
}
