'use strict'

/** The commands that remove what a stack left, with all that it holds. */
function removalCommands({ type, name, isProtected }) {
  if (type === 'AWS::S3::Bucket') return [emptyBucket(name), `aws s3api delete-bucket --bucket ${name}`]
  const protection = `aws dynamodb update-table --table-name ${name} --no-deletion-protection-enabled`
  return [...(isProtected ? [protection] : []), `aws dynamodb delete-table --table-name ${name}`]
}

/** A bucket with versions: `aws s3 rb --force` leaves the older ones, and one call deletes up to 1,000. */
function emptyBucket(name) {
  const list = `aws s3api list-object-versions --bucket ${name} --no-paginate --output json --query '{Objects: [Versions, DeleteMarkers][].{Key: Key, VersionId: VersionId}}'`
  return `while ${list} > left.json && grep -q '"Key"' left.json; do aws s3api delete-objects --bucket ${name} --delete file://left.json > deleted.json; done`
}

module.exports = { removalCommands }
