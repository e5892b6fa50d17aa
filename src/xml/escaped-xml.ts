const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** A value as text within XML: it can end no element and no attribute. */
export function escapedXml(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
}
