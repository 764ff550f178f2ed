/**
 * The second door: what an agent asks tools for and what they answer. A canary's id in an argument rings although the call is
 * refused; a canary in an answer rings and the answer is kept back. The run ends there: it reads what nobody asked it to read, so
 * whatever moves it is not us. Running on under watch would show what it wants next, and let it.
 */
import type { CallContext } from '../gateway/call-context.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { AgentFailure } from '../runtime/agent-failure.ts'
import type { Defences } from '../safety/defences.ts'
import { type CanaryWatch, type CanaryWatchDeps, createCanaryWatch } from './canary-watch.ts'
import type { Mark, Speech } from './find-marks.ts'
import { type StopRunDeps, stopRun } from './stop-run.ts'

interface WatchedGatewayDeps {
  watch: CanaryWatch
  /** Cancels the run, wherever it is. */
  stop: (context: CallContext) => Promise<void>
  /** All of them, but in the attack gate. */
  defences: Defences
}

/** The watch, and the gateway with it in front. */
export function watchDoor(
  gateway: Gateway,
  deps: CanaryWatchDeps & StopRunDeps & { defences: Defences },
): { canaries: CanaryWatch; gateway: Gateway } {
  const canaries = createCanaryWatch(deps)
  const { defences } = deps
  return {
    canaries,
    gateway: watchGateway(gateway, { watch: canaries, stop: stopRun(deps), defences }),
  }
}

function watchGateway(gateway: Gateway, deps: WatchedGatewayDeps): Gateway {
  const { watch, stop, defences } = deps
  const find = async (context: CallContext, value: unknown, speech: Speech): Promise<Mark[]> => {
    const marks = await watch.find(context.organizationId, JSON.stringify(value) ?? '', speech)
    // A person may have a canary qualified: who asked has rung already.
    return marks.filter((mark) => mark.recordId !== context.boundLeadId)
  }
  const ring = async (context: CallContext, via: string, wasGiven: boolean, marks: Mark[]) => {
    const { organizationId, executionId, correlationId, agentType } = context
    const reader = `agent:${agentType}`
    const who = { organizationId, kind: 'agent', reader, via, executionId, correlationId } as const
    await watch.ring({ ...who, outcome: wasGiven ? 'read' : 'refused' }, marks)
    if (!defences.has('canaries')) return
    await stop(context)
    context.signal.throwIfAborted()
    // It runs in no process that we can reach: it gets nothing all the same.
    throw new AgentFailure('tool.refused', 'The run was stopped.')
  }
  return {
    ...gateway,
    async call(context, name, args) {
      const asked = await find(context, args, 'mention')
      let output: unknown
      try {
        output = await gateway.call(context, name, args)
      } catch (error) {
        if (asked.length > 0) await ring(context, name, false, asked)
        throw error
      }
      const given = await find(context, output, speechOf(context, args))
      const read = [...new Set([...asked, ...given])]
      if (read.length > 0) await ring(context, name, true, read)
      return output
    },
  }
}

/** What is said of the run's own lead is a stranger's words, and names what they like. */
const speechOf = ({ boundLeadId }: CallContext, args: Record<string, unknown>): Speech =>
  boundLeadId !== null && Object.values(args).includes(boundLeadId) ? 'own' : 'mention'
