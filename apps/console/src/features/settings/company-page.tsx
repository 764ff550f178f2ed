import { CompanyProfile } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { toast } from 'sonner'
import { useCan } from '../../app/session.ts'
import { Card } from '../../ui/card.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Notice } from '../../ui/notice.tsx'
import { type Form, useForm } from '../../ui/use-form.ts'
import { ExchangeRates } from './exchange-rates.tsx'
import { SaveRow } from './save-row.tsx'
import { companyQuery, useSaveCompany } from './settings.api.ts'
import { TagInput } from './tag-input.tsx'

export function CompanyPage() {
  return (
    <Loaded query={useQuery(companyQuery)} rows={8} label="Loading the company profile">
      {(data) => <CompanyForm profile={data} />}
    </Loaded>
  )
}

function CompanyForm({ profile }: { profile: CompanyProfile }) {
  const can = useCan()
  const save = useSaveCompany()
  const disabled = !can('settings:write')
  const form = useForm({
    initial: profile,
    schema: CompanyProfile,
    submit: async (value) => {
      await save.mutateAsync(value)
      toast.success('Saved', { description: 'The next qualifications judge fit and budget by it.' })
    },
  })
  return (
    <form onSubmit={form.onSubmit} noValidate className="grid max-w-5xl gap-4">
      <p className="max-w-3xl text-ink-2">
        What you do, for whom, where and on what. A lead’s fit and budget are judged against this
        page.
      </p>
      {disabled && (
        <Notice tone="info">Changing the profile needs a manager or an administrator.</Notice>
      )}
      {form.formError && <Notice tone="bad">{form.formError}</Notice>}
      <Card title="Work">
        <div className="grid gap-5">
          <Tags form={form} name="services" label="Kinds of work" disabled={disabled} />
          <Tags form={form} name="industries" label="Industries served" disabled={disabled} />
          <Tags form={form} name="platforms" label="Platforms mastered" disabled={disabled} />
        </div>
      </Card>
      <Card title="Company and market">
        <div className="grid gap-5">
          <Field label="Company name" error={form.error('company_name')}>
            {(control) => (
              <Input
                {...control}
                disabled={disabled}
                value={form.values.company_name}
                onChange={(event) => form.set('company_name', event.target.value)}
              />
            )}
          </Field>
          <Tags
            form={form}
            name="competitors"
            label="Known competitors"
            hint="By name or web domain."
            disabled={disabled}
          />
          <Tags
            form={form}
            name="territory"
            label="Territory"
            hint="Two-letter country codes; empty is everywhere."
            disabled={disabled}
            normalize={(word) => word.toUpperCase()}
            show={countryName}
          />
        </div>
      </Card>
      <Card title="Money">
        <MoneyFields form={form} disabled={disabled} />
      </Card>
      {!disabled && <SaveRow form={form} onUndo={() => form.reset(profile)} />}
    </form>
  )
}

const COUNTRIES = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' })

/** What is no code yet is shown as it was typed; the form says what is wrong with it. */
function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (COUNTRIES.of(code) ?? code) : code
}

interface FieldsProps {
  form: Form<CompanyProfile>
  disabled: boolean
}

interface TagsProps extends FieldsProps {
  name: 'services' | 'industries' | 'platforms' | 'competitors' | 'territory'
  label: string
  hint?: string
  normalize?: (word: string) => string
  show?: (word: string) => string
}

function Tags({ form, name, ...rest }: TagsProps) {
  const faulty = form.values[name].findIndex((_, index) => form.error(`${name}.${index}`))
  return (
    <TagInput
      {...rest}
      values={form.values[name]}
      onChange={(values) => form.set(name, values)}
      error={form.error(name) ?? (faulty >= 0 ? form.error(`${name}.${faulty}`) : undefined)}
    />
  )
}

function MoneyFields({ form, disabled }: FieldsProps) {
  return (
    <div className="grid gap-5">
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label="Smallest job worth a visit" error={form.error('smallest_job')}>
          {(control) => (
            <Input
              {...control}
              type="number"
              min={0}
              disabled={disabled}
              value={form.values.smallest_job}
              onChange={(event) => form.set('smallest_job', event.target.valueAsNumber)}
            />
          )}
        </Field>
        <Field
          label="Currency"
          hint="In which budgets are compared."
          error={form.error('currency')}
        >
          {(control) => (
            <Input
              {...control}
              maxLength={3}
              disabled={disabled}
              value={form.values.currency}
              onChange={(event) => form.set('currency', event.target.value.toUpperCase())}
            />
          )}
        </Field>
      </div>
      <ExchangeRates
        currency={form.values.currency}
        rates={form.values.exchange_rates}
        disabled={disabled}
        onChange={(rates) => form.set('exchange_rates', rates)}
      />
    </div>
  )
}
