import { useState } from 'react'
import { useCan } from '../../app/session.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useSyncDeed } from './sync.api.ts'

/** ERPNEXT_URL names another address: a person says what it is, and until then nothing goes there. */
export function SiteChoice() {
  const allowed = useCan()('settings:write')
  const deed = useSyncDeed()
  const [asking, setAsking] = useState(false)
  if (!allowed) return null
  return (
    <div className="mt-3 flex flex-wrap gap-2">
      <Button size="sm" busy={deed.isPending} onClick={() => deed.mutate('site_moved')}>
        The same site, which has moved
      </Button>
      <Button size="sm" disabled={deed.isPending} onClick={() => setAsking(true)}>
        Another site
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Go on with another site?"
        confirm="Go on with the other site"
        busy={deed.isPending}
        onConfirm={() => deed.mutate('site_another', { onSettled: () => setAsking(false) })}
      >
        No lead here is any lead there: the ties to the former site are cut. What stands in either
        is left as it is.
      </ConfirmDialog>
    </div>
  )
}
