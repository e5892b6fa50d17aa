/** The path of a URL as it is written, without its base and its query. */
export function pathOfUrl(url: string): string {
  const [path = ''] = url.replace(/^\$\{\{[^}]*\}\}|^https?:\/\/[^/]*/, '').split('?')
  return withoutExpressions(path)
}

/** Text for a name that is made up, with a sign for each expression. */
export function withoutExpressions(text: string): string {
  return text.replace(/\$\{\{.*?\}\}/gs, '…').slice(0, 80)
}
