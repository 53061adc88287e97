/** The S3 console makes an empty object for each folder; its key ends in a slash. */
export function isFolderMarker(key: string): boolean {
  return key.endsWith('/')
}
