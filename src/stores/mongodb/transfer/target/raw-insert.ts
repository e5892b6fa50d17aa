import { type Db, type Document, MongoServerError, ObjectId } from 'mongodb'
import { bsonType, readInt32, writeInt32 } from '../bson/element.ts'

/** A command's body may be 16 MiB and 16 KiB long; larger documents than 16 MiB there are none. */
const mostBytes = 16 * 2 ** 20
const mostDocuments = 100_000
/** The key of an array's element: `99999`, with type and zero. */
const keyBytes = 7

/**
 * Inserts the documents that stand one behind the other in `bytes`, as they are: the driver's own way decodes them first,
 * and loses the order of numeric keys, duplicate keys, and types of old. Throws the driver's errors.
 */
export async function insertRaw(db: Db, collection: string, bytes: Uint8Array, options: Document): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const start = at
    let count = 0
    while (at < bytes.length && count < mostDocuments) {
      const size = readInt32(bytes, at)
      if (count > 0 && at - start + size + (count + 1) * keyBytes > mostBytes) break
      at += size
      count += 1
    }
    const reply = await db.command({
      insert: collection,
      documents: encodedArray(bytes.subarray(start, at)),
      ...options,
    })
    const [failed] = (reply.writeErrors ?? []) as Document[]
    if (failed !== undefined) throw new MongoServerError({ ...failed, message: failed.errmsg })
    if (reply.n !== count) throw new MongoServerError({ message: 'the server inserted another number of documents' })
  }
}

/**
 * Stands for an array of documents in a command. The BSON package has no value that is written as it is, but it lets each
 * ObjectId write itself: this one writes the array, and puts the array's type in the place of its own, which is in front
 * of the key `documents`. Used for that key only. A test holds it to the installed version of the package.
 */
function encodedArray(documents: Uint8Array): ObjectId {
  const key = 'documents'
  const serializeInto = (buffer: Uint8Array, index: number): number => {
    buffer[index - key.length - 2] = bsonType.array
    let to = index + 4
    let number = 0
    for (let at = 0; at < documents.length; number += 1) {
      const size = readInt32(documents, at)
      buffer[to] = bsonType.document
      to = writeDigits(buffer, to + 1, number)
      buffer[to] = 0
      buffer.set(documents.subarray(at, at + size), to + 1)
      to += 1 + size
      at += size
    }
    buffer[to] = 0
    writeInt32(buffer, index, to + 1 - index)
    return to + 1 - index
  }
  return Object.assign(new ObjectId(), { serializeInto })
}

function writeDigits(buffer: Uint8Array, at: number, number: number): number {
  let digits = 1
  for (let bound = 10; number >= bound; bound *= 10) digits += 1
  let rest = number
  for (let place = at + digits - 1; place >= at; place -= 1) {
    buffer[place] = 48 + (rest % 10)
    rest = Math.floor(rest / 10)
  }
  return at + digits
}
