/** An API that a mock serves. */
export interface MockedApi {
  /** As it is named on the command line, in the log and on the page. */
  name: string
  kind: 'mirror' | 'document' | 'recording' | 'replay'
  /** What it stands for, in a few words. */
  title: string
  /** `http://127.0.0.1:PORT` */
  url: string
  /** What clients need besides the URL. */
  credentials: Readonly<Record<string, string>>
  /** What it holds now. */
  contents(): Promise<readonly MockedStore[]>
}

/** A table, a collection, or a kind of resource, and how many of it there are. */
export interface MockedStore {
  name: string
  count: number
}
