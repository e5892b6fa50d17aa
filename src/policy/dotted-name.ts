/**
 * The parts of a name such as `erp.business_partner.card_code` or `shop."order".id`: a part in double quotes may hold
 * anything, its own double quotes doubled. Gives `undefined` for what is no such name.
 */
export function splitName(text: string): string[] | undefined {
  const parts: string[] = []
  let rest = text
  for (;;) {
    const part = /^(?:"((?:[^"]|"")+)"|([^."]+))(?=\.|$)/.exec(rest)
    if (part === null) return undefined
    parts.push(part[1]?.replaceAll('""', '"') ?? part[2] ?? '')
    if (part[0].length === rest.length) return parts
    rest = rest.slice(part[0].length + 1)
  }
}

/** A part as it is written in a name: in quotes where it has to be. */
export function quotedPart(part: string): string {
  return /^[^."*]+$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`
}
