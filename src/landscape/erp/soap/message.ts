/** What an element of a message holds. The WSDL is written from it, and what comes in is held against it. */
export type Content = 'text' | 'whole' | 'decimal' | 'moment' | Group | List

export interface Group {
  elements: Elements
}

/** Elements of one name, below the element that holds them. */
export interface List extends Group {
  item: string
}

/** In the order in which they are written. */
export type Elements = Readonly<Record<string, MessageElement>>

export interface MessageElement {
  content: Content
  optional: boolean
}

export const needed = (content: Content): MessageElement => ({ content, optional: false })
export const optional = (content: Content): MessageElement => ({ content, optional: true })
export const listOf = (item: string, elements: Elements): List => ({ item, elements })

export function isList(content: Content): content is List {
  return typeof content === 'object' && 'item' in content
}
