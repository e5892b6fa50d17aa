/** How many messages one flow has in hand: taken from the log, and not yet done. */
export interface Hand {
  hold(messages: number): void
  now(): number
  /** The most that there have ever been. */
  most(): number
}

export function emptyHand(): Hand {
  let now = 0
  let most = 0
  return {
    hold(messages) {
      now = messages
      most = Math.max(most, messages)
    },
    now: () => now,
    most: () => most,
  }
}
