import { childOf, itemsOf, textOf, type YamlNode } from '../../yaml/yaml-document.ts'
import { pathOfUrl, withoutExpressions } from './url-path.ts'

const keys = ['operationName', 'operation', 'read', 'write', 'exists', 'delete', 'wait', 'channel']

/** What a protocol step is about, for a name that is made up: an operation, the path of a file or a URL, a program. */
export function protocolSubject(value: YamlNode): string {
  const [program] = itemsOf(childOf(value, 'command'))
  const texts = [...keys.map((key) => textOf(childOf(value, key))), textOf(program)]
  const text = texts.find((one) => one !== undefined)
  return text === undefined ? pathOfUrl(textOf(childOf(value, 'url')) ?? '') : withoutExpressions(text)
}
