import { validateXML } from 'xmllint-wasm'

/** Where the body of a SOAP answer breaks the schema within a WSDL. */
export async function violationsOfSchema(wsdl: string, answer: string): Promise<string[]> {
  const schema = /<xs:schema[\s\S]*<\/xs:schema>/.exec(wsdl)?.[0] ?? ''
  const declared = schema.replace(
    '<xs:schema',
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:tns="urn:standin:business-one:service"',
  )
  const body = /<soap:Body>([\s\S]*)<\/soap:Body>/.exec(answer)?.[1] ?? ''
  const { errors } = await validateXML({
    xml: [{ fileName: 'answer.xml', contents: body }],
    schema: [{ fileName: 'messages.xsd', contents: declared }],
  })
  return errors.map(({ message }) => message)
}
