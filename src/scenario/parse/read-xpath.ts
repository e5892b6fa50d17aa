import type { Place } from '../../core/place.ts'
import { childOf, entriesOf, textOf, type YamlMapping, type YamlNode } from '../../yaml/yaml-document.ts'
import type { Capture } from '../model.ts'
import { xpathObjection } from '../steps/xml/xpath.ts'
import { type Reading, report } from './reading.ts'

const longestPath = 500
const verbs = ['get', 'post', 'put', 'patch', 'delete', 'soap', 'file']

/** A capture by XPath; nothing when it is no path, which is reported. */
export function readXPath(
  name: string,
  place: Place,
  node: YamlNode,
  step: YamlMapping,
  reading: Reading,
): Capture | undefined {
  const path = childOf(node, 'xpath')
  const source = textOf(path)
  if (path === undefined || source === undefined) return undefined
  const namespaces = Object.fromEntries(
    entriesOf(childOf(node, 'namespaces')).flatMap(({ key, value }) => {
      const uri = textOf(value)
      return uri === undefined ? [] : [[key, uri]]
    }),
  )
  const objection =
    source.length > longestPath ? `has more than ${longestPath} characters` : xpathObjection(source, namespaces)
  if (!verbs.some((verb) => childOf(step, verb) !== undefined))
    report(reading, 'xpath', 'this step has no answer that is XML', node.place)
  if (objection === undefined) return { name, place, source, xpath: { namespaces } }
  report(reading, 'xpath', `the XPath ${objection}`, path.place)
  return undefined
}
