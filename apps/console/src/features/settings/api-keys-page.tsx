import type { ApiKey, ApiKeyCreated } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { Pill } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx'
import { formatInstant } from '../../ui/format.ts'
import { ROLE_LABEL } from '../../ui/labels.ts'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx'
import { ApiKeyForm } from './api-key-form.tsx'
import { apiKeysQuery, useRevokeKey } from './settings.api.ts'

export function ApiKeysPage() {
  const { data, error, refetch } = useQuery(apiKeysQuery)
  const [creating, setCreating] = useState(false)
  const [created, setCreated] = useState<ApiKeyCreated>()
  const create = (
    <Button size="sm" variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      New key
    </Button>
  )
  return (
    <div className="grid max-w-5xl gap-4">
      <Card title="API keys" aside={create} flush>
        {data ? (
          <KeyList apiKeys={data.data} />
        ) : error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <SkeletonRows rows={3} label="Loading the keys" />
        )}
      </Card>
      <p className="text-ink-2 text-sm">
        A program sends its key as{' '}
        <code className="rounded bg-sunken px-1.5 py-0.5 font-mono text-xs">
          Authorization: Bearer KEY
        </code>
        . What it can call is described under{' '}
        <a href="/docs" className="text-accent underline underline-offset-3">
          /docs
        </a>
        .
      </p>
      <Dialog open={creating} onOpenChange={setCreating} title="New API key">
        <ApiKeyForm
          onCancel={() => setCreating(false)}
          onCreated={(key) => {
            setCreating(false)
            setCreated(key)
          }}
        />
      </Dialog>
      <Dialog
        open={created !== undefined}
        onOpenChange={(open) => !open && setCreated(undefined)}
        title="Copy the key now"
        description="It is shown this once. We keep only a hash of it and cannot show it again."
      >
        {created && <ShownOnce apiKey={created} onDone={() => setCreated(undefined)} />}
      </Dialog>
    </div>
  )
}

function ShownOnce({ apiKey, onDone }: { apiKey: ApiKeyCreated; onDone: () => void }) {
  return (
    <div className="grid gap-4">
      <div className="flex items-center gap-2 rounded-lg border border-edge/60 bg-sunken p-2 pl-3">
        <code className="min-w-0 flex-1 break-all font-mono text-sm">{apiKey.key}</code>
        <CopyButton text={apiKey.key} label="Copy" wide variant="primary" />
      </div>
      <Button className="justify-self-end" onClick={onDone}>
        I have it
      </Button>
    </div>
  )
}

function KeyList({ apiKeys }: { apiKeys: readonly ApiKey[] }) {
  if (apiKeys.length === 0) {
    return (
      <EmptyState icon={KeyRound} title="No keys yet">
        A key lets a program, the command line or another system in, with a role of its own.
      </EmptyState>
    )
  }
  return (
    <ul className="divide-y divide-line">
      {apiKeys.map((key) => (
        <KeyRow key={key.id} apiKey={key} />
      ))}
    </ul>
  )
}

function KeyRow({ apiKey }: { apiKey: ApiKey }) {
  const { name, prefix, role, scopes, last_used_at, expires_at, revoked_at, created_at } = apiKey
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-2.5">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium">{name}</span>
          <code className="font-mono text-ink-3 text-xs">{prefix}…</code>
          <Pill>{ROLE_LABEL[role]}</Pill>
          {revoked_at && <Pill tone="bad">Revoked</Pill>}
        </p>
        <p className="text-ink-3 text-sm">
          made <RelativeTime at={created_at} /> by {apiKey.created_by}
          {' · '}
          {last_used_at ? (
            <>
              last used <RelativeTime at={last_used_at} />
            </>
          ) : (
            'never used'
          )}
          {expires_at && ` · until ${formatInstant(expires_at)}`}
          {scopes.length > 0 && ` · only ${scopes.join(', ')}`}
        </p>
      </div>
      {!revoked_at && <RevokeKey apiKey={apiKey} />}
    </li>
  )
}

function RevokeKey({ apiKey }: { apiKey: ApiKey }) {
  const [asking, setAsking] = useState(false)
  const revoke = useRevokeKey()
  const confirm = () =>
    revoke.mutate(apiKey.id, {
      onSuccess: () => toast.success(`${apiKey.name} is revoked`),
      onSettled: () => setAsking(false),
    })
  return (
    <>
      <Button size="sm" variant="danger" onClick={() => setAsking(true)}>
        Revoke
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Revoke ${apiKey.name}?`}
        confirm="Revoke"
        busy={revoke.isPending}
        onConfirm={confirm}
      >
        Programs that use it are refused at once. A revoked key does not come back.
      </ConfirmDialog>
    </>
  )
}
