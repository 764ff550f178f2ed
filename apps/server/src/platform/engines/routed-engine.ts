/**
 * A model with our own engine beside it: which model a task gets, when a stronger or a cheaper one is asked, and when the
 * baseline's answer has to do. The answer always says so.
 */
import { Decimal } from 'decimal.js'
import type { AskLater } from '../message-batches/ask-later.ts'
import type { RunCost } from '../runtime/agent.ts'
import { addCosts, NO_COST } from './add-costs.ts'
import type { Engine, EngineAnswer, EngineNote, EngineTask } from './engine.ts'
import { EngineFailure } from './engine-failure.ts'
import { createModelRest, type ModelRest } from './model-rest.ts'
import { cheaperThan, modelFor, strongerThan, type TaskSize } from './models.ts'

export interface RoutedEngineDeps {
  model: Engine
  baseline: Engine
  /** Told when the model could not answer: for the log. */
  onFailure: (failure: EngineFailure) => void
  /** Asks the model in message batches, where it can be. */
  askLater?: AskLater | undefined
  /** How long a model that is down is left alone. Milliseconds. */
  restMs?: number
}

/** Below, a stronger model is asked. */
const LOW_CONFIDENCE = 0.5
/** With less time left nothing new is begun. Milliseconds. */
const TOO_LATE_MS = 2_000

export function createRoutedEngine({
  model,
  baseline,
  onFailure,
  askLater,
  restMs,
}: RoutedEngineDeps): Engine {
  const rest = createModelRest(restMs)
  return {
    name: model.name,
    ...(askLater ? { offPeak: true, runLater: later({ baseline, onFailure, askLater }) } : {}),
    async run(task) {
      const second = await ownOpinion(baseline, task)
      const route = startRoute(task)
      const answer = await askModels({ model, onFailure, rest }, task, route, second)
      if (answer) return { ...answer, second }
      if (second === null) throw route.failure
      task.onProgress?.({ kind: 'falling_back', message: 'Our own engine answers instead.' })
      const cost = { ...route.spent, engine: baseline.name, model: null }
      return { value: second, cost, notes: route.notes, second: null }
    },
    isResting: rest.isResting,
    close: () => model.close(),
  }
}

/** One question, no stronger or cheaper model after it; where it has no answer, our own engine's has to do. */
const later =
  ({
    baseline,
    onFailure,
    askLater,
  }: Pick<RoutedEngineDeps, 'baseline' | 'onFailure'> & { askLater: AskLater }) =>
  async <T>(task: EngineTask<T>): Promise<EngineAnswer<T>> => {
    const second = await ownOpinion(baseline, task)
    try {
      const answer = await askLater(task)
      task.onSpent?.(answer.cost)
      return { ...answer, second }
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error
      onFailure(error)
      if (error.stop !== null || second === null) throw error
      task.onSpent?.(error.cost)
      const cost = { ...error.cost, engine: baseline.name, model: null }
      const message = `Our own engine answered without a model: ${error.message}`
      return { value: second, cost, notes: [{ code: 'fallback', message }], second: null }
    }
  }

/** What has happened on the way. */
interface Route<T> {
  size: TaskSize
  deadline: number
  spent: RunCost
  notes: EngineNote[]
  /** A good enough answer, while a stronger model is asked for a better one. */
  kept: EngineAnswer<T> | null
  escalated: boolean
  retried: boolean
  failure: EngineFailure
}

function startRoute<T>(task: EngineTask<T>): Route<T> {
  return {
    size: task.size,
    deadline: Date.now() + task.limits.timeMs,
    spent: NO_COST,
    notes: [],
    kept: null,
    escalated: false,
    retried: false,
    failure: new EngineFailure('engine.unavailable', 'The model is down.', NO_COST),
  }
}

/** @returns null when no model has an answer; the route says why. */
async function askModels<T>(
  deps: { model: Engine; onFailure: (failure: EngineFailure) => void; rest: ModelRest },
  task: EngineTask<T>,
  route: Route<T>,
  second: T | null,
): Promise<EngineAnswer<T> | null> {
  if (deps.rest.isResting()) return fallBack(route, 'The model has been down for a while.')
  for (;;) {
    const timeMs = route.deadline - Date.now()
    const usd = new Decimal(task.limits.usd).minus(route.spent.costUsd)
    if (timeMs < TOO_LATE_MS || usd.lessThanOrEqualTo(0))
      return route.kept ?? fallBack(route, route.failure.message)
    try {
      const limits = { ...task.limits, timeMs, usd: usd.toString() }
      const answer = await deps.model.run({ ...task, size: route.size, limits })
      deps.rest.answered()
      const taken = weigh(task, route, answer, second)
      if (taken) return taken
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error
      deps.onFailure(error)
      deps.rest.failed(error)
      route.spent = addCosts(route.spent, error.cost)
      route.failure = error
      // An answer that is good enough is not worth a person's time.
      if (error.stop !== null && !(error.ask && route.kept))
        throw new EngineFailure(error.code, error.message, route.spent, error)
      if (route.kept) return finish(route, route.kept)
      if (!goOn(task, route, error)) return fallBack(route, error.message)
    }
  }
}

/** Takes the answer, or keeps it while a stronger model is asked. */
function weigh<T>(
  task: EngineTask<T>,
  route: Route<T>,
  answer: EngineAnswer<T>,
  second: T | null,
): EngineAnswer<T> | null {
  route.spent = addCosts(route.spent, answer.cost)
  const sure = second === null ? 1 : (task.confidence?.(answer.value, second) ?? 1)
  const stronger = strongerThan(route.size)
  if (sure >= LOW_CONFIDENCE || route.escalated || !stronger) return finish(route, answer)
  route.kept = answer
  escalate(task, route, stronger, 'Its answer and our own engine’s are far apart.')
  return null
}

const finish = <T>(route: Route<T>, answer: EngineAnswer<T>): EngineAnswer<T> => ({
  value: answer.value,
  cost: { ...route.spent, engine: answer.cost.engine, model: answer.cost.model },
  notes: [...route.notes, ...answer.notes],
})

/** Chooses what is tried next. @returns false when nothing is left but the baseline. */
function goOn<T>(task: EngineTask<T>, route: Route<T>, failure: EngineFailure): boolean {
  if (failure.again && !route.retried) {
    route.retried = true
    task.onProgress?.({ kind: 'retrying', message: 'The answer broke off; the model starts anew.' })
    return true
  }
  switch (failure.code) {
    case 'engine.invalid_output': {
      const stronger = strongerThan(route.size)
      if (route.escalated || !stronger) return false
      escalate(task, route, stronger, 'Its answer could not be taken.')
      return true
    }
    case 'engine.unavailable':
    case 'engine.rate_limited':
    case 'engine.over_budget': {
      const cheaper = cheaperThan(route.size)
      if (route.escalated || !cheaper) return false
      route.size = cheaper
      const message = `${modelFor(cheaper).id} was asked instead: ${failure.message}`
      route.notes.push({ code: 'cheaper_model', message })
      task.onProgress?.({ kind: 'falling_back', message: 'A cheaper model is asked instead.' })
      return true
    }
    default:
      return false
  }
}

function escalate<T>(task: EngineTask<T>, route: Route<T>, to: TaskSize, why: string): void {
  const message = `${modelFor(to).id} was asked after ${modelFor(route.size).id}. ${why}`
  route.size = to
  route.escalated = true
  route.notes.push({ code: 'escalated', message })
  task.onProgress?.({ kind: 'escalating', message: 'A stronger model is asked.' })
}

function fallBack<T>(route: Route<T>, why: string): null {
  route.notes.push({ code: 'fallback', message: `Our own engine answered without a model: ${why}` })
  return null
}

async function ownOpinion<T>(baseline: Engine, task: EngineTask<T>): Promise<T | null> {
  try {
    return (await baseline.run(task)).value
  } catch {
    task.signal.throwIfAborted()
    // There is no such function: a model is all there is for this task.
    return null
  }
}
