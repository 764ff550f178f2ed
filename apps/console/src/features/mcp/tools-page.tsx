import type { McpServerPage } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { ErrorState, SkeletonRows } from '../../ui/states.tsx'
import { mcpServersQuery } from './mcp.api.ts'
import { ServerCard } from './server-card.tsx'

export function ToolsPage() {
  const { data, error, refetch } = useQuery(mcpServersQuery)
  return (
    <Page
      title="Tools"
      lead="The servers that agents’ tools come from, how they do, and what they list."
    >
      {data ? (
        <Servers page={data} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <div className="card">
          <SkeletonRows rows={4} label="Loading the tools" />
        </div>
      )}
    </Page>
  )
}

function Servers({ page: { data, config_file, config_fault } }: { page: McpServerPage }) {
  return (
    <div className="grid gap-4">
      {config_fault && <Notice tone="bad">The config cannot be used. {config_fault}</Notice>}
      <p className="text-ink-2 text-sm">
        {config_file ? (
          <>
            A change in <code className="break-all font-mono text-xs">{config_file}</code>, where
            the servers are named, holds from the next start on.
          </>
        ) : (
          <>
            Only our own tools are here. Name MCP servers in{' '}
            <code className="font-mono text-xs">.mcp.json</code> to add theirs.
          </>
        )}{' '}
        Figures are since the program started.
      </p>
      {data.map((server) => (
        <ServerCard key={server.name} server={server} />
      ))}
    </div>
  )
}
