import { once } from 'node:events'
import { connect } from 'node:net'

const patience = 1_000
const settling = 300

/** Whether somebody listens: engines accept connections by themselves, and close them when nobody does within. */
export async function portAnswers(host: string, port: number): Promise<boolean> {
  const connection = connect(port, host)
  try {
    await once(connection, 'connect', { signal: AbortSignal.timeout(patience) })
    connection.resume()
    const closed = await once(connection, 'close', { signal: AbortSignal.timeout(settling) }).then(
      () => true,
      // Time is up, and it is still open; an error is a connection that was cut.
      (thrown: { name?: string }) => thrown.name !== 'AbortError',
    )
    return !closed
  } catch {
    return false
  } finally {
    connection.destroy()
  }
}
