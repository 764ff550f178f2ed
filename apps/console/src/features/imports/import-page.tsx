import { ApiError, type FieldProblem } from '@insa/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { keys } from '../../live/query-keys.ts'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { DropZone } from './drop-zone.tsx'
import { ImportRun } from './import-run.tsx'
import { guessMapping, type Mapping, type Sheet } from './mapping.ts'
import { readSheet } from './read-sheet.ts'
import { RowFaults } from './row-faults.tsx'
import { sendSheet } from './send-sheet.ts'
import { SheetPreview } from './sheet-preview.tsx'

interface Chosen {
  name: string
  sheet: Sheet
  mapping: Mapping
  /** One file and mapping is one import, however often the button is pressed. */
  key: string
}

export function ImportPage() {
  const [chosen, setChosen] = useState<Chosen>()
  const [unreadable, setUnreadable] = useState<string>()
  const queryClient = useQueryClient()
  const send = useMutation({
    mutationFn: ({ sheet, mapping, key }: Chosen) => sendSheet(sheet, mapping, key),
    meta: { showsItsErrors: true },
    onSuccess: (execution) => queryClient.setQueryData(keys.execution(execution.id), execution),
  })
  const choose = async (file: File) => {
    send.reset()
    setUnreadable(undefined)
    try {
      const sheet = await readSheet(file)
      const mapping = guessMapping(sheet.columns)
      setChosen({
        name: file.name,
        sheet,
        mapping,
        key: crypto.getRandomValues(new Uint32Array(4)).join('-'),
      })
    } catch (error) {
      setChosen(undefined)
      setUnreadable(error instanceof Error ? error.message : String(error))
    }
  }
  const restart = () => {
    setChosen(undefined)
    send.reset()
  }
  const remap = (mapping: Mapping) => {
    send.reset()
    setChosen((former) => former && { ...former, mapping, key: `${former.key}.` })
  }
  return (
    <Page title="Import leads" lead="CSV or JSON, up to 10,000 rows. All rows come in, or none.">
      {unreadable && <Notice tone="bad">{unreadable}</Notice>}
      {!chosen && <DropZone onFile={(file) => void choose(file)} />}
      {chosen && !send.data && (
        <>
          {send.error && (
            <SendFault error={send.error} sheet={chosen.sheet} mapping={chosen.mapping} />
          )}
          <SheetPreview
            name={chosen.name}
            sheet={chosen.sheet}
            mapping={chosen.mapping}
            busy={send.isPending}
            onMapping={remap}
            onOther={restart}
            onSend={() => send.mutate(chosen)}
          />
        </>
      )}
      {chosen && send.data && (
        <ImportRun
          executionId={send.data.id}
          sheet={chosen.sheet}
          mapping={chosen.mapping}
          onRestart={restart}
        />
      )}
    </Page>
  )
}

interface SendFaultProps {
  error: Error
  sheet: Sheet
  mapping: Mapping
}

function SendFault({ error, sheet, mapping }: SendFaultProps) {
  const faults: readonly FieldProblem[] =
    error instanceof ApiError ? (error.problem.errors ?? []) : []
  return (
    <>
      <Notice tone="bad">
        <p className="font-medium">
          Nothing was imported{faults.length > 0 ? '.' : `: ${error.message}`}
        </p>
        {faults.length > 0 && <p>Mend these rows in the file and choose it again.</p>}
      </Notice>
      <RowFaults faults={faults} sheet={sheet} mapping={mapping} />
    </>
  )
}
