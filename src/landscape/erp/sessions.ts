import type { Instant } from '../../core/clock.ts'

/** Sessions of the service layer: a cookie that dies after 30 minutes without use. */
export interface Sessions {
  open(now: Instant): string
  /** Whether the session lives; using it prolongs it. */
  use(id: string | undefined, now: Instant): boolean
  close(id: string | undefined): void
}

export const sessionTimeoutMinutes = 30

export function sessionBook(newId: () => string): Sessions {
  const lastUse = new Map<string, Instant>()
  return {
    open(now) {
      const id = newId()
      lastUse.set(id, now)
      return id
    },
    use(id, now) {
      const last = id === undefined ? undefined : lastUse.get(id)
      if (id === undefined || last === undefined || now - last > sessionTimeoutMinutes * 60_000) return false
      lastUse.set(id, now)
      return true
    },
    close(id) {
      if (id !== undefined) lastUse.delete(id)
    },
  }
}

/** The id that a request carries as a cookie. */
export function sessionCookie(request: Request): string | undefined {
  return /(?:^|;\s*)B1SESSION=([^;]+)/.exec(request.headers.get('cookie') ?? '')?.[1]
}
