/** A number that Python holds as a float: it is written with its point, `1.0`. */
export class PythonFloat {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
}

/** JSON as Python's `json.dumps` writes it by default: `", "` and `": "`, everything beyond ASCII as `\uXXXX`. */
export function pythonJson(value: unknown): string {
  if (value instanceof PythonFloat)
    return Number.isInteger(value.value) ? `${value.value}.0` : String(value.value)
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).map(
      ([key, item]) => `${pythonText(key)}: ${pythonJson(item)}`,
    )
    return `{${entries.join(', ')}}`
  }
  return typeof value === 'string' ? pythonText(value) : JSON.stringify(value ?? null)
}

const pythonText = (text: string) =>
  JSON.stringify(text).replaceAll(
    // One UTF-16 unit at a time, so that what is beyond the first plane becomes its two surrogates.
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
