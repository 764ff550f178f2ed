import type { Span, Tracing } from '../telemetry/tracing.ts'
import type { ModelMeter, Permit } from './model-meter.ts'

/** The same meter, a span for each call from its permit to its settlement: every call of a model passes it, whichever engine asks. */
export function traceModelCalls(meter: ModelMeter, tracing: Tracing): ModelMeter {
  // By the permit itself: a meter that remembers nothing gives all of them one id.
  const open = new WeakMap<Permit, Span>()
  return {
    async reserve(call) {
      const answer = await meter.reserve(call)
      if (!answer.granted) return answer
      const permit = { ...answer }
      const span = tracing.begin({
        name: `chat ${call.model}`,
        kind: 'client',
        attributes: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.provider.name': 'anthropic',
          'gen_ai.request.model': call.model,
          'gen_ai.request.max_tokens': call.outputTokensAtMost,
          'insa.engine': call.engine,
          'insa.step.name': call.payer.step,
          'insa.model.call': call.number,
          'insa.model.batch': call.batch,
        },
        // Claude Code calls by way of our proxy, on a connection of its own.
        under: call.payer.executionId,
      })
      open.set(permit, span)
      return permit
    },
    async settle(permit, settlement) {
      const span = open.get(permit)
      const { usage, model, costUsd, outcome } = settlement
      span?.set({
        'gen_ai.response.model': model,
        'gen_ai.usage.input_tokens': usage.input + usage.cache_read + usage.cache_write,
        'gen_ai.usage.output_tokens': usage.output,
        'gen_ai.usage.cache_read.input_tokens': usage.cache_read,
        'gen_ai.usage.cache_creation.input_tokens': usage.cache_write,
        'insa.model.cost_usd': Number(costUsd),
      })
      if (outcome !== 'answered') span?.fail(outcome)
      span?.end()
      await meter.settle(permit, settlement)
    },
  }
}
