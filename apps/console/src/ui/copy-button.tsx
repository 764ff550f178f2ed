import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { toast } from 'sonner'
import { Button, type ButtonLook } from './button.tsx'

/** How long the tick stays, in milliseconds. */
const TICK_MS = 1600

interface CopyButtonProps extends ButtonLook {
  text: string
  /** What is copied, for the name of the button: "Copy questions". */
  label: string
  /** Shows the label; otherwise only the icon. */
  wide?: boolean
}

export function CopyButton({ text, label, wide, variant = 'ghost', size }: CopyButtonProps) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), TICK_MS)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
    } catch {
      // The clipboard is closed on plain http beyond loopback.
      toast.error('The browser did not allow copying. Select the text and copy it by hand.')
    }
  }
  return (
    <Button
      variant={variant}
      size={size ?? (wide ? 'sm' : 'icon')}
      aria-label={wide ? undefined : label}
      title={wide ? undefined : label}
      onClick={copy}
    >
      {copied ? <Check aria-hidden className="text-good" /> : <Copy aria-hidden />}
      {wide && (copied ? 'Copied' : label)}
      <span aria-live="polite" className="sr-only">
        {copied ? 'Copied' : ''}
      </span>
    </Button>
  )
}
