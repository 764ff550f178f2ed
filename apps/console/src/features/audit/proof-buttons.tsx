import { useMutation } from '@tanstack/react-query'
import { Download, Signature } from 'lucide-react'
import { toast } from 'sonner'
import { client } from '../../app/client.ts'
import { Button } from '../../ui/button.tsx'

/** What is kept elsewhere as proof: the whole trail, or one signed line for all of it. */
export function ProofButtons() {
  const exported = useMutation({
    mutationFn: async () => save(await (await client.audit.export()).blob(), 'ndjson'),
    onError: (error) => toast.error(error.message),
  })
  const signed = useMutation({
    mutationFn: async () => {
      const head = JSON.stringify(await client.audit.head())
      save(new Blob([`${head}\n`], { type: 'application/json' }), 'head.json')
    },
    onError: (error) => toast.error(error.message),
  })
  return (
    <>
      <Button busy={signed.isPending} onClick={() => signed.mutate()}>
        <Signature aria-hidden />
        Signed head
      </Button>
      <Button busy={exported.isPending} onClick={() => exported.mutate()}>
        <Download aria-hidden />
        Export
      </Button>
    </>
  )
}

function save(content: Blob, ending: string): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = `audit-${new Date().toISOString().slice(0, 10)}.${ending}`
  link.click()
  URL.revokeObjectURL(url)
}
