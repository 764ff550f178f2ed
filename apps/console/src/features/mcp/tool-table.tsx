import type { McpTool } from '@insa/contracts'
import { EffectPill } from '../../ui/effect-pill.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'

const ms = (value: number | null) => (value === null ? '–' : `${Math.round(value * 10) / 10} ms`)

/** Descriptions are the server's own words: text, never markup. */
export function ToolTable({ tools }: { tools: readonly McpTool[] }) {
  if (tools.length === 0) return <p className="px-4 pb-4 text-ink-3 text-sm">It lists no tools.</p>
  return (
    <ScrollRegion label="Tools" className="overflow-x-auto border-line border-t">
      <table className="w-full text-left text-sm">
        <thead className="border-line border-b text-ink-3 text-xs">
          <tr>
            {['Tool', 'Effect', 'Calls', 'Errors', 'p50', 'p95'].map((title, index) => (
              <th
                key={title}
                scope="col"
                className={`px-4 py-2 font-medium ${index > 1 ? 'text-right' : ''}`}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {tools.map((tool) => (
            <tr key={tool.name} className="align-top">
              <th scope="row" className="max-w-md px-4 py-2 font-normal">
                <span className="font-medium font-mono text-xs">{tool.name}</span>
                <span className="block whitespace-pre-wrap break-words text-ink-2">
                  {tool.description}
                </span>
              </th>
              <td className="px-4 py-2">
                <EffectPill effect={tool.effect} />
              </td>
              <td className="num px-4 py-2 text-right">{tool.calls}</td>
              <td className="num px-4 py-2 text-right">{tool.errors}</td>
              <td className="num whitespace-nowrap px-4 py-2 text-right">{ms(tool.p50_ms)}</td>
              <td className="num whitespace-nowrap px-4 py-2 text-right">{ms(tool.p95_ms)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}
