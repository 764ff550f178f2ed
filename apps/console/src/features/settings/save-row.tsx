import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'

interface SaveRowProps {
  form: { changed: boolean; busy: boolean }
  onUndo: () => void
  /** What else can be done with the whole form. */
  children?: ReactNode
}

/** The end of every form of settings. */
export const SaveRow = ({ form, onUndo, children }: SaveRowProps) => (
  <div className="flex flex-wrap justify-end gap-2">
    {children}
    <Button disabled={!form.changed} onClick={onUndo}>
      Undo
    </Button>
    <Button type="submit" variant="primary" disabled={!form.changed} busy={form.busy}>
      Save
    </Button>
  </div>
)
