import { FileUp } from 'lucide-react'
import { type DragEvent, useId, useState } from 'react'
import { cn } from '../../ui/cn.ts'
import { IMPORT_FIELDS } from './mapping.ts'

const TEMPLATE = `lead_name,company_name,job_title,email_id,phone,country,industry,message
Ana Torres,Aguas del Norte,Maintenance manager,ana.torres@aguasdelnorte.example,+56 2 5550 0142,Chile,Water,"We must replace 14 PLCs in three pumping stations before June."
`
const TEMPLATE_URL = `data:text/csv;charset=utf-8,${encodeURIComponent(TEMPLATE)}`

/** Takes a file by drag and drop, by click and by keyboard. */
export function DropZone({ onFile }: { onFile: (file: File) => void }) {
  const [over, setOver] = useState(false)
  const id = useId()
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file) onFile(file)
  }
  return (
    <div className="grid gap-4">
      <label
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cn(
          'grid cursor-pointer justify-items-center gap-1 rounded-xl border-2 border-edge/60 border-dashed bg-surface px-6 py-16 text-center transition-colors hover:border-accent hover:bg-accent-soft/40 has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2',
          over && 'border-accent bg-accent-soft',
        )}
      >
        <span className="mb-2 grid size-12 place-items-center rounded-full bg-accent-soft text-accent">
          <FileUp aria-hidden className="size-6" />
        </span>
        <span className="font-semibold">Drop a CSV or JSON file here</span>
        <span className="text-ink-2">
          or <span className="text-accent underline underline-offset-3">choose one</span>. You see
          its first rows before anything is sent.
        </span>
        <input
          id={id}
          type="file"
          accept=".csv,.tsv,.txt,.json,text/csv,application/json"
          className="sr-only"
          onChange={(event) => {
            const file = event.target.files?.[0]
            if (file) onFile(file)
            event.target.value = ''
          }}
        />
      </label>
      <div className="text-ink-2 text-sm">
        <p>
          Columns are matched by name, in any order; what does not match can be assigned by hand.{' '}
          <a
            href={TEMPLATE_URL}
            download="leads.csv"
            className="text-accent underline underline-offset-3"
          >
            Download an example
          </a>
        </p>
        <p className="mt-2 flex flex-wrap gap-1">
          {IMPORT_FIELDS.map((field) => (
            <code key={field} className="rounded bg-sunken px-1.5 py-0.5 font-mono text-xs">
              {field}
            </code>
          ))}
        </p>
      </div>
    </div>
  )
}
