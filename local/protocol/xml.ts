/**
 * Writes a plain object as XML: keys are elements, `$xmlns` is an attribute of the element it stands in, an array
 * under key K is repeated `<K>` where K starts with `*` (flattened, S3's way), else `<K>` with `<member>` children.
 * `$text` is the text of an element that has an attribute. `undefined` is left out.
 */
export function toXml(root: Record<string, unknown>): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${elements(root)}`
}

function elements(object: Record<string, unknown>): string {
  let xml = ''
  for (const [key, value] of Object.entries(object)) {
    if (value === undefined || key.startsWith('$')) continue
    if (key.startsWith('*')) {
      for (const item of value as unknown[]) xml += element(key.slice(1), item)
    } else if (Array.isArray(value)) {
      xml += `<${key}>${value.map((item) => element('member', item)).join('')}</${key}>`
    } else xml += element(key, value)
  }
  return xml
}

function element(name: string, value: unknown): string {
  if (value === undefined || value === null) return `<${name}/>`
  if (value instanceof Date) return `<${name}>${value.toISOString()}</${name}>`
  if (typeof value !== 'object') return `<${name}>${escapeXml(String(value))}</${name}>`
  const object = value as Record<string, unknown>
  const namespace = object.$xmlns ? ` xmlns="${object.$xmlns}"` : ''
  const text = object.$text
  return `<${name}${namespace}>${text === undefined ? elements(object) : escapeXml(String(text))}</${name}>`
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"'\r\n\t]/g, (char) => `&#${char.charCodeAt(0)};`)
}
