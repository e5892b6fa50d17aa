import type { YamlNode } from '../../yaml/yaml-document.ts'
import type { Warn } from './warning-kinds.ts'

const secretKey =
  /^(proxy-)?authorization$|^(set-)?cookie$|passw(or)?d|secret|api[-_]?key|access[-_]?(key|token)|^(\w+[-_])?token$|private[-_]?key/i

/** What keys and tokens look like wherever they stand: JSON Web Tokens, private keys, and those of well-known services. */
const secretText =
  /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.|-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\b(ghp|gho|glpat|sk_live|rk_live|xox[abp])[-_][\w-]{16,}/

/** Secrets that are written into the file. What stands in `${{ … }}` is none, and neither is what `expect` compares. */
export function checkSecrets(node: YamlNode, warn: Warn, key = ''): void {
  if (node.kind === 'list') for (const item of node.items) checkSecrets(item, warn, key)
  if (node.kind === 'mapping') {
    for (const entry of node.entries) if (!notSent.has(entry.key)) checkSecrets(entry.value, warn, entry.key)
  }
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || node.value.includes('${{')) return
  if (secretText.test(node.value)) warn('literal-secret', 'this looks like a key or a token', node.place)
  else if (secretKey.test(key) && node.value.trim() !== '')
    warn('literal-secret', `the value of "${key.slice(0, 60)}" is written into the file`, node.place)
}

const notSent: ReadonlySet<string> = new Set(['expect', 'assert', 'capture', 'title', 'description', 'query', 'given'])
