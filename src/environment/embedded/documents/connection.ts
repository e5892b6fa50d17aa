import type { Socket } from 'node:net'
import type { CommandContext } from './commands/command.ts'
import type { Dispatch } from './commands/dispatch.ts'
import type { Session } from './commands/session.ts'
import { messageSplitter, readRequest, writeReply } from './wire/messages.ts'

export interface ConnectionOptions {
  id: number
  dispatch: Dispatch
  /** What each command works on, besides its connection. */
  context(): Pick<CommandContext, 'catalog' | 'cursors' | 'now'>
}

/** Serves one client until it leaves. Bytes that are no message end this connection and nothing else. */
export function serveConnection(socket: Socket, { id, dispatch, context }: ConnectionOptions): void {
  const session: Session = { id, authenticated: false, skipsEmptyExchange: false }
  const split = messageSplitter()
  const respond = (message: Buffer): void => {
    const request = readRequest(message)
    const reply = dispatch(request.command, {
      ...context(),
      session,
      size: request.size,
      documents: request.documents,
    })
    if (!request.silent) socket.write(writeReply(request, reply))
  }
  socket.setNoDelay(true)
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk) => {
    try {
      for (const message of split(chunk)) respond(message)
    } catch {
      socket.destroy()
    }
  })
}
