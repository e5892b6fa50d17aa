import { cutConnection, type HttpFault } from './exchange.ts'

/** Nobody is there: the connection is reset, and the request never reaches the system. */
export const down: HttpFault<'down'> = async (_, { outgoing }) => cutConnection(outgoing)
