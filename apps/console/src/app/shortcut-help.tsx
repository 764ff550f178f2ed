import { Dialog } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { Switch } from '../ui/switch.tsx'
import { type Shortcut, useShortcutList, useShortcutsOff } from './shortcuts.ts'

const GROUPS: readonly Shortcut['group'][] = ['Leads', 'Lead', 'List', 'Go to', 'Anywhere']

interface ShortcutHelpProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** What can be pressed on this page. */
export function ShortcutHelp({ open, onOpenChange }: ShortcutHelpProps) {
  const shortcuts = useShortcutList()
  const [off, setOff] = useShortcutsOff()
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts">
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {GROUPS.map((group) => {
          const mine = shortcuts.filter((shortcut) => shortcut.group === group)
          if (mine.length === 0) return null
          return (
            <section key={group}>
              <h3 className="eyebrow mb-1.5">{group}</h3>
              <dl className="grid gap-1">
                {mine.map(({ keys, does }) => (
                  <div key={keys} className="flex items-center gap-3">
                    <dt className="flex-1">{does}</dt>
                    <dd className="flex gap-1">
                      {keys.split(' ').map((key) => (
                        <Kbd key={key}>{key}</Kbd>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          )
        })}
      </div>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is the control */}
      <label className="flex items-center gap-3 border-line border-t pt-4">
        <Switch checked={!off} onCheckedChange={(on) => setOff(!on)} />
        <span>Single-key shortcuts are on</span>
      </label>
    </Dialog>
  )
}
