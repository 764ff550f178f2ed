import { ApiError, type FieldProblem } from '@insa/contracts'
import { type FormEvent, useState } from 'react'
import type { z } from 'zod'

export interface FormOptions<V extends object, T> {
  initial: V
  /** What the values must be; its faults appear at their fields. */
  schema: z.ZodType<T>
  /** Makes the schema's input of what stands in the fields, where they differ. */
  read?: (values: V) => unknown
  /** May throw ApiError: its faults appear at their fields, everything else above the form. */
  submit: (value: T, values: V) => Promise<unknown>
}

export interface Form<V extends object> {
  values: V
  set: <K extends keyof V>(name: K, value: V[K]) => void
  /** Sets several fields; unlike `reset`, without taking them as saved. */
  fill: (values: Partial<V>) => void
  reset: (values: V) => void
  /** The fault of a field, by its path. */
  error: (path: string) => string | undefined
  /** What is wrong with the form as a whole. */
  formError: string | undefined
  busy: boolean
  changed: boolean
  onSubmit: (event?: FormEvent) => Promise<void>
}

type Problems = readonly Pick<FieldProblem, 'path' | 'message'>[]

/** Values, faults and the sending of a form. The first faulty field gets the focus. */
export function useForm<V extends object, T>(options: FormOptions<V, T>): Form<V> {
  const [initial, setInitial] = useState(options.initial)
  const [values, setValues] = useState(options.initial)
  const [problems, setProblems] = useState<Problems>([])
  const [formError, setFormError] = useState<string>()
  const [busy, setBusy] = useState(false)

  const send = async (value: T) => {
    setBusy(true)
    try {
      await options.submit(value, values)
      setInitial(values)
    } catch (error) {
      const faults = error instanceof ApiError ? (error.problem.errors ?? []) : []
      setProblems(faults)
      if (faults.length === 0) setFormError(error instanceof Error ? error.message : String(error))
      else focusFirstFault()
    } finally {
      setBusy(false)
    }
  }
  const fill = (some: Partial<V>) => {
    setValues((former) => ({ ...former, ...some }))
    setProblems((former) => former.filter(({ path }) => !((path.split('.')[0] ?? '') in some)))
  }
  return {
    values,
    set: (name, value) => fill({ [name]: value } as unknown as Partial<V>),
    fill,
    reset: (next) => {
      setInitial(next)
      setValues(next)
      setProblems([])
    },
    error: (path) => problems.find((problem) => problem.path === path)?.message,
    formError,
    busy,
    changed: JSON.stringify(values) !== JSON.stringify(initial),
    onSubmit: async (event) => {
      event?.preventDefault()
      if (busy) return
      setFormError(undefined)
      const parsed = options.schema.safeParse(options.read ? options.read(values) : values)
      if (parsed.success) return send(parsed.data)
      setProblems(
        parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
      )
      focusFirstFault()
    },
  }
}

function focusFirstFault(): void {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>('form [aria-invalid=true]')?.focus()
  })
}
