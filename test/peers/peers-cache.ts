import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where servers are kept between suites once they have been fetched or built. */
export const peersCache = join(process.env.STANDIN_CACHE_DIR || join(homedir(), '.cache', 'standin'), 'peers')
