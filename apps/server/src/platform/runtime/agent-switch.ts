/** The agent type that stands for every agent, in `agent_switches`. */
export const ALL_AGENTS = '*'
