import { type ApprovalRules, ApproverRole, ToolEffect } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { toast } from 'sonner'
import { useCan } from '../../app/session.ts'
import { Card } from '../../ui/card.tsx'
import { EFFECT_LABEL } from '../../ui/effect-pill.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import { ROLE_LABEL } from '../../ui/labels.ts'
import { Loaded } from '../../ui/loaded.tsx'
import { Notice } from '../../ui/notice.tsx'
import { type Form, useForm } from '../../ui/use-form.ts'
import { ConditionFields } from './condition-fields.tsx'
import { EntryList } from './entry-list.tsx'
import { NameField, Names } from './name-field.tsx'
import {
  CheckedRules,
  draftRules,
  newKey,
  type PairDraft,
  type RuleDraft,
  type RulesDraft,
  readRules,
} from './rule-drafts.ts'
import { RulesPreview } from './rules-preview.tsx'
import { SaveRow } from './save-row.tsx'
import { approvalRulesQuery, rulesPreviewQuery, useSaveApprovalRules } from './settings.api.ts'
import { TagInput } from './tag-input.tsx'
import { useSettled } from './use-settled.ts'

export function ApprovalRulesPage() {
  return (
    <Loaded query={useQuery(approvalRulesQuery)} rows={8} label="Loading the approval rules">
      {(data) => <RulesForm rules={data} />}
    </Loaded>
  )
}

function RulesForm({ rules }: { rules: ApprovalRules }) {
  const can = useCan()
  const save = useSaveApprovalRules()
  const locked = !can('tools:manage')
  const form = useForm<RulesDraft, ApprovalRules>({
    initial: draftRules(rules),
    schema: CheckedRules,
    read: readRules,
    submit: async (value) => {
      await save.mutateAsync(value)
      toast.success('Saved', { description: 'It holds from the next call on.' })
    },
  })
  const draft = CheckedRules.safeParse(readRules(useSettled(form.values))).data
  const preview = useQuery({ ...rulesPreviewQuery(draft ?? rules), enabled: draft !== undefined })
  const shared = {
    form,
    locked,
    namesNothing: preview.data?.names_nothing ?? [],
  }
  return (
    <form
      onSubmit={form.onSubmit}
      noValidate
      className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]"
    >
      <Names id="tool-names" names={preview.data?.tools.map((t) => t.tool) ?? []} />
      <Names
        id="agent-names"
        names={['*', ...(preview.data?.moved.map((m) => m.agent_type) ?? [])]}
      />
      <div className="grid gap-4">
        <p className="text-ink-2">
          What a model wants to change after it has read words from outside always needs a person,
          whatever stands here.
        </p>
        {locked && <Notice tone="info">Changing these rules needs an administrator.</Notice>}
        {form.formError && <Notice tone="bad">{form.formError}</Notice>}
        <EffectsCard {...shared} />
        <MoneyCard {...shared} />
        <RuleList {...shared} />
        <ExemptList {...shared} />
        <HoursCard {...shared} />
        {!locked && <SaveRow form={form} onUndo={() => form.reset(draftRules(rules))} />}
      </div>
      <RulesPreview preview={preview} isDraft={draft !== undefined} />
    </form>
  )
}

interface PartProps {
  form: Form<RulesDraft>
  locked: boolean
  namesNothing: readonly { path: string; message: string }[]
}

function EffectsCard({ form, locked }: PartProps) {
  const { effects } = form.values
  return (
    <Card title="Always, by what a tool does">
      <fieldset className="grid grid-cols-2 gap-2" disabled={locked}>
        <legend className="sr-only">Effects that always need a person</legend>
        {ToolEffect.options.map((effect) => (
          <label key={effect} className="flex items-center gap-2">
            <input
              type="checkbox"
              checked={effects.includes(effect)}
              onChange={(event) =>
                form.set(
                  'effects',
                  event.target.checked
                    ? [...effects, effect]
                    : effects.filter((other) => other !== effect),
                )
              }
            />
            {EFFECT_LABEL[effect]}
          </label>
        ))}
      </fieldset>
    </Card>
  )
}

function MoneyCard({ form, locked }: PartProps) {
  const { money } = form.values
  const set = (change: Partial<RulesDraft['money']>) => form.set('money', { ...money, ...change })
  return (
    <Card title="By amount">
      <div className="grid gap-4 sm:grid-cols-2">
        <div className="sm:col-span-2">
          <TagInput
            label="Arguments that are money"
            hint="Names of numbers; * stands for any text. Reads never count."
            values={money.arguments}
            show={(word) => word}
            disabled={locked}
            error={form.error('money.arguments')}
            onChange={(names) => set({ arguments: names })}
          />
        </div>
        <Field
          label="Ask above"
          error={form.error('money.above')}
          hint="In whatever currency it is."
        >
          {(control) => (
            <Input
              {...control}
              inputMode="decimal"
              disabled={locked}
              value={money.above}
              onChange={(event) => set({ above: event.target.value })}
            />
          )}
        </Field>
        <ApproverField
          value={money.approver}
          locked={locked}
          onChange={(approver) => set({ approver })}
        />
      </div>
    </Card>
  )
}

interface ApproverFieldProps {
  value: ApproverRole
  locked: boolean
  onChange: (role: ApproverRole) => void
}

function ApproverField({ value, locked, onChange }: ApproverFieldProps) {
  return (
    <Field label="Who decides, at least">
      {(control) => (
        <Select
          {...control}
          disabled={locked}
          value={value}
          onChange={(event) => onChange(ApproverRole.parse(event.target.value))}
        >
          {ApproverRole.options.map((role) => (
            <option key={role} value={role}>
              {ROLE_LABEL[role]}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

function RuleList({ form, locked, namesNothing }: PartProps) {
  const names = { locked, namesNothing, error: form.error }
  return (
    <EntryList<RuleDraft>
      title="Further rules"
      hint="Calls that need a person besides, by tool, by agent and by argument."
      noun="rule"
      entries={form.values.rules}
      blank={() => ({ key: newKey(), tool: '', agent: '*', approver: 'manager', where: [] })}
      locked={locked}
      onChange={(rules) => form.set('rules', rules)}
    >
      {(rule, i, set) => (
        <>
          <div className="grid gap-3 sm:grid-cols-3">
            <NameField
              {...names}
              label="Tool"
              path={`rules.${i}.tool`}
              list="tool-names"
              value={rule.tool}
              onChange={(tool) => set({ tool })}
            />
            <NameField
              {...names}
              label="Agent"
              path={`rules.${i}.agent`}
              list="agent-names"
              value={rule.agent}
              onChange={(agent) => set({ agent })}
            />
            <ApproverField
              value={rule.approver}
              locked={locked}
              onChange={(approver) => set({ approver })}
            />
          </div>
          <ConditionFields
            conditions={rule.where}
            locked={locked}
            error={(name) => form.error(`rules.${i}.where.${name}`)}
            onChange={(where) => set({ where })}
          />
        </>
      )}
    </EntryList>
  )
}

function ExemptList({ form, locked, namesNothing }: PartProps) {
  const names = { locked, namesNothing, error: form.error }
  return (
    <EntryList<PairDraft>
      title="Nobody, where our own code calls"
      hint="Calls that need nobody although of their effect or amount they would. A model’s always do."
      noun="exemption"
      entries={form.values.exempt}
      blank={() => ({ key: newKey(), tool: '', agent: '*' })}
      locked={locked}
      onChange={(exempt) => form.set('exempt', exempt)}
    >
      {(entry, i, set) => (
        <div className="grid gap-3 sm:grid-cols-2">
          <NameField
            {...names}
            label="Tool"
            path={`exempt.${i}.tool`}
            list="tool-names"
            value={entry.tool}
            onChange={(tool) => set({ tool })}
          />
          <NameField
            {...names}
            label="Agent"
            path={`exempt.${i}.agent`}
            list="agent-names"
            value={entry.agent}
            onChange={(agent) => set({ agent })}
          />
        </div>
      )}
    </EntryList>
  )
}

const HOURS = [
  {
    name: 'escalate_after_hours',
    label: 'Tell the administrators after',
    hint: 'Hours undecided.',
  },
  { name: 'expire_after_hours', label: 'Reject after', hint: 'Hours undecided.' },
] as const

function HoursCard({ form, locked }: PartProps) {
  return (
    <Card title="When nobody decides">
      <div className="grid gap-4 sm:grid-cols-2">
        {HOURS.map(({ name, label, hint }) => (
          <Field key={name} label={label} hint={hint} error={form.error(name)}>
            {(control) => (
              <Input
                {...control}
                inputMode="decimal"
                disabled={locked}
                value={form.values[name]}
                onChange={(event) => form.set(name, event.target.value)}
              />
            )}
          </Field>
        ))}
      </div>
    </Card>
  )
}
