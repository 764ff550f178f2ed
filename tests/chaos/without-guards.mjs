/**
 * Loaded with `--import`: the program without what keeps its effects from happening twice, to show that the books would tell. Each guard
 * is taken out of the source as it is loaded; one that is not found where it was ends the process, so that none is left in by mistake.
 * CHAOS_WITHOUT names them, with commas between.
 */
import { registerHooks } from 'node:module'

/** @type {Record<string, { file: string, guard: string, instead: string }[]>} */
const GUARDS = {
  mails: [
    {
      file: 'platform/mail/mail.store.ts',
      guard: "      status: 'unknown',\n      error: 'The process ended while",
      instead: "      status: 'queued',\n      error: 'The process ended while",
    },
    {
      file: 'platform/mail/mailer.ts',
      guard: 'if (responseCode === undefined && givenWhole)',
      instead: 'if (false)',
    },
  ],
  erpnext: [
    {
      file: 'erpnext-sync/send-lead.ts',
      guard: 'isFirstTry ? null : await findByInsaId(sending, mine)',
      instead: 'null',
    },
    {
      file: 'erpnext-sync/score-marks.ts',
      guard: 'const [known] = await find()',
      instead: 'const [known] = []',
    },
  ],
  tools: [
    {
      file: 'gateway/run-tool.ts',
      guard: "tool.effect !== 'read' && tool.repeatable !== true",
      instead: 'false',
    },
  ],
  answers: [
    {
      file: 'http/idempotency.ts',
      guard: 'if (key === null) return',
      instead: 'return',
    },
  ],
}

const taken = (process.env.CHAOS_WITHOUT ?? '').split(',').flatMap((name) => {
  const guards = GUARDS[name]
  if (!guards) throw new Error(`There is no guard ${name}: ${Object.keys(GUARDS).join(', ')}.`)
  return guards
})

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    const here = taken.filter(({ file }) => url.endsWith(file))
    if (here.length === 0) return loaded
    let source = String(loaded.source)
    for (const { file, guard, instead } of here) {
      if (!source.includes(guard)) throw new Error(`${file} has no longer: ${guard}`)
      source = source.replace(guard, instead)
    }
    return { ...loaded, source }
  },
})
