/** Follow-ups: what somebody is to do about a lead once it is scored. */
import { createFollowUpAgent, type FollowUpDeps } from './lead-follow-up.agent.ts'

export const followUpsFeature = (deps: FollowUpDeps) => ({ agents: [createFollowUpAgent(deps)] })
