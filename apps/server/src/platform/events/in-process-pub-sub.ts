/** Among the parts of one process that stand for processes: alone, there is nobody to tell. */
import type { Channel, PubSub } from './pub-sub.ts'

interface Member {
  subscriptions: Set<{ channel: Channel; listener: (message: string) => void }>
}

/** @returns how to join: a member hears all the others. */
export function createInProcessPubSub(): () => PubSub {
  const members = new Set<Member>()
  return () => {
    const self: Member = { subscriptions: new Set() }
    members.add(self)
    return {
      publish(channel, message) {
        for (const member of members) {
          if (member === self) continue
          for (const s of member.subscriptions) if (s.channel === channel) s.listener(message)
        }
      },
      subscribe(channel, listener) {
        const subscription = { channel, listener }
        self.subscriptions.add(subscription)
        return () => self.subscriptions.delete(subscription)
      },
      async close() {
        members.delete(self)
      },
    }
  }
}
