import type { Place } from '../core/place.ts'
import { type ScalarStyle, scalarOffset } from './scalar-offset.ts'
import type { YamlEntry, YamlList, YamlMapping, YamlNode, YamlScalar } from './yaml-document.ts'

/** What the nodes of one file share. */
export interface Source {
  readonly text: string
  placeOf(offset: number): Place
}

/*
 * Nodes that know their offset, and make a place of it when somebody asks: a file of ten thousand steps has two hundred
 * thousand places, and only those of problems and of steps are ever looked at.
 */

abstract class SourceNode {
  protected readonly source: Source
  protected readonly offset: number

  constructor(source: Source, offset: number) {
    this.source = source
    this.offset = offset
  }

  get place(): Place {
    return this.source.placeOf(this.offset)
  }
}

export class SourceScalar extends SourceNode implements YamlScalar {
  readonly value: string | number | boolean | null
  private readonly end: number
  private readonly style: ScalarStyle

  constructor(
    source: Source,
    [offset, end]: readonly [number, number],
    value: YamlScalar['value'],
    style: ScalarStyle,
  ) {
    super(source, offset)
    this.end = end
    this.value = value
    this.style = style
  }

  get kind(): 'scalar' {
    return 'scalar'
  }

  get plain(): boolean {
    return this.style === 'plain' && !this.written.includes('\n')
  }

  placeAt(index: number): Place {
    return this.source.placeOf(this.offset + scalarOffset(this.written, this.style, String(this.value), index))
  }

  private get written(): string {
    return this.source.text.slice(this.offset, this.end)
  }
}

export class SourceList extends SourceNode implements YamlList {
  readonly items: readonly YamlNode[]

  constructor(source: Source, offset: number, items: readonly YamlNode[]) {
    super(source, offset)
    this.items = items
  }

  get kind(): 'list' {
    return 'list'
  }
}

export class SourceMapping extends SourceNode implements YamlMapping {
  readonly entries: readonly YamlEntry[]

  constructor(source: Source, offset: number, entries: readonly YamlEntry[]) {
    super(source, offset)
    this.entries = entries
  }

  get kind(): 'mapping' {
    return 'mapping'
  }
}

export class SourceEntry implements YamlEntry {
  readonly key: string
  readonly value: YamlNode
  private readonly source: Source
  private readonly offset: number

  constructor(source: Source, offset: number, key: string, value: YamlNode) {
    this.source = source
    this.offset = offset
    this.key = key
    this.value = value
  }

  get keyPlace(): Place {
    return this.source.placeOf(this.offset)
  }
}
