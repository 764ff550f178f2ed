import { Slider as RadixSlider } from 'radix-ui'

interface SliderProps {
  label: string
  value: number
  onChange: (value: number) => void
  max?: number
  step?: number
  disabled?: boolean
  /** A CSS colour for the filled part. */
  color?: string
}

export function Slider({
  label,
  value,
  onChange,
  max = 100,
  step = 1,
  disabled,
  color,
}: SliderProps) {
  return (
    <RadixSlider.Root
      value={[value]}
      max={max}
      step={step}
      disabled={disabled ?? false}
      onValueChange={([next]) => next !== undefined && onChange(next)}
      className="relative flex h-6 w-full touch-none select-none items-center data-[disabled]:opacity-50"
    >
      <RadixSlider.Track className="h-1.5 grow rounded-full bg-line">
        <RadixSlider.Range
          className="absolute h-1.5 rounded-full bg-accent"
          style={color ? { background: color } : undefined}
        />
      </RadixSlider.Track>
      <RadixSlider.Thumb
        aria-label={label}
        className="block size-4.5 rounded-full border-2 border-accent bg-surface shadow-sm"
        style={color ? { borderColor: color } : undefined}
      />
    </RadixSlider.Root>
  )
}
