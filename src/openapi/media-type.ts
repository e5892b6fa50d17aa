/** The key of a contract's `content` that fits a content type best: the type itself, then its range, then any. */
export function mediaTypeIn(type: string, keys: readonly string[]): string | undefined {
  const [essence = ''] = type.toLowerCase().split(';')
  const own = essence.trim()
  const wanted = [own, `${own.split('/')[0]}/*`, '*/*']
  for (const one of wanted) {
    const found = keys.find((key) => (key.toLowerCase().split(';')[0] ?? '').trim() === one)
    if (found !== undefined) return found
  }
  return undefined
}
