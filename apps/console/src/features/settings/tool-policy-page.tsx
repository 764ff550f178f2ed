import { ToolEffect, type ToolPolicy } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { toast } from 'sonner'
import { useCan } from '../../app/session.ts'
import { EFFECT_LABEL } from '../../ui/effect-pill.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Notice } from '../../ui/notice.tsx'
import { type Form, useForm } from '../../ui/use-form.ts'
import { ConditionFields } from './condition-fields.tsx'
import { EntryList } from './entry-list.tsx'
import { NameField, Names } from './name-field.tsx'
import { PolicyPreview } from './policy-preview.tsx'
import {
  CheckedPolicy,
  draftPolicy,
  type EffectDraft,
  type GrantDraft,
  newKey,
  type PairDraft,
  type PolicyDraft,
  readPolicy,
} from './rule-drafts.ts'
import { SaveRow } from './save-row.tsx'
import {
  agentsQuery,
  policyPreviewQuery,
  toolPolicyQuery,
  useSaveToolPolicy,
} from './settings.api.ts'
import { useSettled } from './use-settled.ts'

export function ToolPolicyPage() {
  return (
    <Loaded query={useQuery(toolPolicyQuery)} rows={8} label="Loading the tool policy">
      {(data) => <PolicyForm policy={data} />}
    </Loaded>
  )
}

function PolicyForm({ policy }: { policy: ToolPolicy }) {
  const can = useCan()
  const save = useSaveToolPolicy()
  const locked = !can('tools:manage')
  const agents = useQuery(agentsQuery)
  const form = useForm<PolicyDraft, ToolPolicy>({
    initial: draftPolicy(policy),
    schema: CheckedPolicy,
    read: readPolicy,
    submit: async (value) => {
      await save.mutateAsync(value)
      toast.success('Saved', { description: 'It holds from the next call on.' })
    },
  })
  const draft = CheckedPolicy.safeParse(readPolicy(useSettled(form.values))).data
  const preview = useQuery({ ...policyPreviewQuery(draft ?? policy), enabled: draft !== undefined })
  const shared = { form, locked, namesNothing: preview.data?.names_nothing ?? [] }
  return (
    <form
      onSubmit={form.onSubmit}
      noValidate
      className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]"
    >
      <Names id="tool-names" names={preview.data?.access.map((a) => a.tool) ?? []} />
      <Names id="agent-names" names={['*', ...(agents.data?.data.map((a) => a.type) ?? [])]} />
      <div className="grid gap-4">
        <p className="text-ink-2">
          An agent may call what its code names, and what is added here. What nobody allows is
          forbidden.
        </p>
        {locked && <Notice tone="info">Changing this needs an administrator.</Notice>}
        {form.formError && <Notice tone="bad">{form.formError}</Notice>}
        <GrantList {...shared} />
        <DenialList {...shared} />
        <EffectList {...shared} />
        {!locked && <SaveRow form={form} onUndo={() => form.reset(draftPolicy(policy))} />}
      </div>
      <PolicyPreview preview={preview} isDraft={draft !== undefined} />
    </form>
  )
}

interface PartProps {
  form: Form<PolicyDraft>
  locked: boolean
  namesNothing: readonly { path: string; message: string }[]
}

interface PairFieldsProps extends PartProps {
  path: string
  entry: PairDraft
  set: (change: Partial<PairDraft>) => void
}

function PairFields({ form, locked, namesNothing, path, entry, set }: PairFieldsProps) {
  const names = { locked, namesNothing, error: form.error }
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <NameField
        {...names}
        label="Agent"
        path={`${path}.agent`}
        list="agent-names"
        value={entry.agent}
        onChange={(agent) => set({ agent })}
      />
      <NameField
        {...names}
        label="Tool"
        path={`${path}.tool`}
        list="tool-names"
        value={entry.tool}
        onChange={(tool) => set({ tool })}
      />
    </div>
  )
}

function GrantList(part: PartProps) {
  const { form, locked } = part
  return (
    <EntryList<GrantDraft>
      title="Allowed besides"
      hint="Tools that an agent may call beside its own list; with certain arguments only, where you say so."
      noun="grant"
      entries={form.values.granted}
      blank={() => ({ key: newKey(), agent: '', tool: '', unbound: false, where: [] })}
      locked={locked}
      onChange={(granted) => form.set('granted', granted)}
    >
      {(grant, i, set) => (
        <>
          <PairFields {...part} path={`granted.${i}`} entry={grant} set={set} />
          <ConditionFields
            conditions={grant.where}
            locked={locked}
            error={(name) => form.error(`granted.${i}.where.${name}`)}
            onChange={(where) => set({ where })}
          />
          <label className="flex items-start gap-2 text-sm">
            <input
              type="checkbox"
              className="mt-1"
              disabled={locked}
              checked={grant.unbound}
              onChange={(event) => set({ unbound: event.target.checked })}
            />
            Also in a run that works on one lead, although the tool names no lead
          </label>
        </>
      )}
    </EntryList>
  )
}

function DenialList(part: PartProps) {
  const { form, locked } = part
  return (
    <EntryList<PairDraft>
      title="Forbidden"
      hint="Stands above everything that is allowed, also by code."
      noun="denial"
      entries={form.values.denied}
      blank={() => ({ key: newKey(), agent: '*', tool: '' })}
      locked={locked}
      onChange={(denied) => form.set('denied', denied)}
    >
      {(entry, i, set) => <PairFields {...part} path={`denied.${i}`} entry={entry} set={set} />}
    </EntryList>
  )
}

function EffectList({ form, locked, namesNothing }: PartProps) {
  return (
    <EntryList<EffectDraft>
      title="What tools do"
      hint="Where a server says nothing of a tool, or less than you know. The last entry that names it counts."
      noun="effect"
      entries={form.values.effects}
      blank={() => ({ key: newKey(), tool: '', effect: 'read' })}
      locked={locked}
      onChange={(effects) => form.set('effects', effects)}
    >
      {(entry, i, set) => (
        <div className="grid gap-3 sm:grid-cols-2">
          <NameField
            label="Tool"
            path={`effects.${i}.tool`}
            list="tool-names"
            value={entry.tool}
            locked={locked}
            error={form.error}
            namesNothing={namesNothing}
            onChange={(tool) => set({ tool })}
          />
          <Field label="Effect">
            {(control) => (
              <Select
                {...control}
                disabled={locked}
                value={entry.effect}
                onChange={(event) => set({ effect: ToolEffect.parse(event.target.value) })}
              >
                {ToolEffect.options.map((effect) => (
                  <option key={effect} value={effect}>
                    {EFFECT_LABEL[effect]}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
      )}
    </EntryList>
  )
}
