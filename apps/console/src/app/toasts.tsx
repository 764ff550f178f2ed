import { Toaster } from 'sonner'
import { useIsDark } from './theme.ts'

export function Toasts() {
  return (
    <Toaster
      theme={useIsDark() ? 'dark' : 'light'}
      position="bottom-right"
      offset={20}
      mobileOffset={{ bottom: 76 }}
      toastOptions={{
        classNames: {
          toast: 'border-line! bg-surface! text-ink! shadow-pop! font-sans!',
          description: 'text-ink-2!',
          actionButton: 'bg-accent! text-on-accent!',
        },
      }}
    />
  )
}
