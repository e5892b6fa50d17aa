import type { SqlStore } from '../../core/sql-store.ts'

/** A store whose connections can be given up for new ones, while others hold on to it. */
export interface RenewableStore extends SqlStore {
  /** Resolves when what was under way has come to an end, and all connections with it. */
  renew(): Promise<void>
}

export function renewableStore(open: () => SqlStore): RenewableStore {
  let store = open()
  return {
    query: (text, params) => store.query(text, params),
    script: (text) => store.script(text),
    transaction: (body) => store.transaction(body),
    close: () => store.close(),
    async renew() {
      const old = store
      store = open()
      await old.close()
    },
  }
}
