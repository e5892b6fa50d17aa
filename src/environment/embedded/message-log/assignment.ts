/** One partition that members of a group may own. */
export interface Assignable<Member> {
  key: string
  topic: string
  /** Who has it now. */
  owner: Member | undefined
}

/**
 * Divides partitions among members: per topic nobody has two more than another, and whoever has a partition keeps it
 * where that allows it. A topic that no member reads has no owners.
 */
export function assign<Member extends { topics: ReadonlySet<string> }>(
  partitions: readonly Assignable<Member>[],
  members: readonly Member[],
): Map<string, Member> {
  const owners = new Map<string, Member>()
  for (const topic of new Set(partitions.map((partition) => partition.topic))) {
    const readers = members.filter((member) => member.topics.has(topic))
    const shared = partitions.filter((partition) => partition.topic === topic)
    if (readers.length > 0) assignTopic(shared, readers, owners)
  }
  return owners
}

function assignTopic<Member>(
  partitions: readonly Assignable<Member>[],
  readers: readonly Member[],
  owners: Map<string, Member>,
): void {
  const total = new Map(
    readers.map((reader) => [reader, [...owners.values()].filter((owner) => owner === reader).length]),
  )
  const held = new Map(readers.map((reader) => [reader, 0]))
  const share = Math.floor(partitions.length / readers.length)
  let larger = partitions.length % readers.length
  const give = (key: string, reader: Member): void => {
    owners.set(key, reader)
    held.set(reader, (held.get(reader) ?? 0) + 1)
  }
  const open: string[] = []
  for (const { key, owner } of partitions) {
    const count = owner === undefined ? undefined : held.get(owner)
    if (owner !== undefined && count !== undefined && (count < share || (count === share && larger > 0))) {
      if (count === share) larger--
      give(key, owner)
    } else {
      open.push(key)
    }
  }
  const burden = (reader: Member): number => (held.get(reader) ?? 0) * 1e6 + (total.get(reader) ?? 0)
  for (const key of open)
    give(
      key,
      readers.reduce((least, reader) => (burden(reader) < burden(least) ? reader : least)),
    )
}
