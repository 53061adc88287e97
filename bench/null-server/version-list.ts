export const VERSION_ID = 'v1'

const PAGE = 1_000 // https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
const UPLOADED_AT = '2026-01-01T00:00:00.000Z'

/**
 * Answers ListObjectVersions. Under a prefix of `counts` lie so many keys, of one version each; under any other lies the
 * object that it names.
 */
export function versionList(query: URLSearchParams, counts: Readonly<Record<string, number>>): string {
  const prefix = query.get('prefix') ?? ''
  const count = counts[prefix]
  if (count === undefined) return page([prefix], false)
  const after = query.get('key-marker')?.slice(prefix.length)
  const start = after ? Number.parseInt(after, 10) + 1 : 0
  const end = Math.min(start + PAGE, count)
  const keys = Array.from({ length: Math.max(0, end - start) }, (_, place) =>
    listedKey(prefix, start + place),
  )
  return page(keys, end < count)
}

function listedKey(prefix: string, number: number): string {
  return `${prefix}${String(number).padStart(8, '0')}.csv`
}

function page(keys: readonly string[], isTruncated: boolean): string {
  const more = isTruncated
    ? `<NextKeyMarker>${keys.at(-1)}</NextKeyMarker><NextVersionIdMarker>${VERSION_ID}</NextVersionIdMarker>`
    : ''
  return `<ListVersionsResult><IsTruncated>${isTruncated}</IsTruncated>${more}${keys.map(version).join('')}</ListVersionsResult>`
}

/** With all that S3 says of a version, so that reading it costs what it costs there. */
function version(key: string): string {
  return `<Version><Key>${key}</Key><VersionId>${VERSION_ID}</VersionId><IsLatest>true</IsLatest><LastModified>${UPLOADED_AT}</LastModified><ETag>&quot;d41d8cd98f00b204e9800998ecf8427e&quot;</ETag><Size>10000</Size><StorageClass>STANDARD</StorageClass><Owner><ID>75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a</ID></Owner></Version>`
}
