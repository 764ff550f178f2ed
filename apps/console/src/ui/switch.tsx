import { Switch as RadixSwitch } from 'radix-ui'
import type { ComponentProps } from 'react'

export function Switch(props: ComponentProps<typeof RadixSwitch.Root>) {
  return (
    <RadixSwitch.Root
      {...props}
      className="relative h-[1.375rem] w-10 shrink-0 rounded-full bg-edge transition-colors disabled:opacity-50 data-[state=checked]:bg-accent"
    >
      <RadixSwitch.Thumb className="block size-4 translate-x-[3px] rounded-full bg-surface shadow-sm transition-transform data-[state=checked]:translate-x-[1.3rem]" />
    </RadixSwitch.Root>
  )
}
