import { escapedXml } from '../../../xml/escaped-xml.ts'
import { type Content, type Elements, isList, type MessageElement, needed } from './message.ts'
import type { Operation } from './operations.ts'

/** The namespace of all messages. */
export const messageNamespace = 'urn:standin:business-one:service'

const simpleTypes: Readonly<Record<Exclude<Content, object>, string>> = {
  text: 'xs:string',
  whole: 'xs:int',
  decimal: 'xs:decimal',
  moment: 'xs:dateTime',
}

/** The service as WSDL 1.1: SOAP 1.1 over HTTP, document style, literal. */
export function wsdlOf(operations: Readonly<Record<string, Operation>>, address: string): string {
  const names = Object.keys(operations)
  const each = (write: (name: string) => string): string => names.map(write).join('\n')
  return `<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions name="BusinessOne" targetNamespace="${messageNamespace}" xmlns:tns="${messageNamespace}"
    xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:xs="http://www.w3.org/2001/XMLSchema">
<wsdl:types>
<xs:schema targetNamespace="${messageNamespace}" elementFormDefault="qualified">
${groupXml('MsgHeader', { SessionID: needed('text') })}
${groupXml('Error', { Code: needed('text') })}
${Object.entries(operations)
  .flatMap(([name, { request, response }]) => [groupXml(name, request), groupXml(`${name}Response`, response)])
  .join('\n')}
</xs:schema>
</wsdl:types>
<wsdl:message name="Header"><wsdl:part name="MsgHeader" element="tns:MsgHeader"/></wsdl:message>
<wsdl:message name="Fault"><wsdl:part name="Error" element="tns:Error"/></wsdl:message>
${each(
  (name) => `<wsdl:message name="${name}"><wsdl:part name="parameters" element="tns:${name}"/></wsdl:message>
<wsdl:message name="${name}Response"><wsdl:part name="parameters" element="tns:${name}Response"/></wsdl:message>`,
)}
<wsdl:portType name="BusinessOne">
${each(
  (name) => `<wsdl:operation name="${name}"><wsdl:input message="tns:${name}"/>
<wsdl:output message="tns:${name}Response"/><wsdl:fault name="Fault" message="tns:Fault"/></wsdl:operation>`,
)}
</wsdl:portType>
<wsdl:binding name="BusinessOneSoap" type="tns:BusinessOne">
<soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
${each(
  (name) => `<wsdl:operation name="${name}"><soap:operation soapAction="${messageNamespace}/${name}"/>
<wsdl:input><soap:body use="literal"/>${headerXml(operations[name])}</wsdl:input>
<wsdl:output><soap:body use="literal"/></wsdl:output><wsdl:fault name="Fault"><soap:fault name="Fault" use="literal"/></wsdl:fault></wsdl:operation>`,
)}
</wsdl:binding>
<wsdl:service name="BusinessOne"><wsdl:port name="BusinessOneSoap" binding="tns:BusinessOneSoap">
<soap:address location="${escapedXml(address)}"/></wsdl:port></wsdl:service>
</wsdl:definitions>
`
}

function headerXml(operation: Operation | undefined): string {
  return operation?.open === true ? '' : '<soap:header message="tns:Header" part="MsgHeader" use="literal"/>'
}

function groupXml(name: string, elements: Elements, occurs = ''): string {
  const inner = Object.entries(elements).map(([child, element]) => elementXml(child, element))
  return `<xs:element name="${name}"${occurs}><xs:complexType><xs:sequence>${inner.join('')}</xs:sequence></xs:complexType></xs:element>`
}

function elementXml(name: string, { content, optional }: MessageElement): string {
  const occurs = optional ? ' minOccurs="0"' : ''
  if (typeof content !== 'object') return `<xs:element name="${name}" type="${simpleTypes[content]}"${occurs}/>`
  if (!isList(content)) return groupXml(name, content.elements, occurs)
  const items = groupXml(content.item, content.elements, ' minOccurs="0" maxOccurs="unbounded"')
  return `<xs:element name="${name}"${occurs}><xs:complexType><xs:sequence>${items}</xs:sequence></xs:complexType></xs:element>`
}
