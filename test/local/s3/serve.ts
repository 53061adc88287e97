import { startS3 } from './setup.ts'

/** S3 in a process of its own, which a test may kill: `serve.ts <data folder>` sends its URL. */
const { url } = await startS3(process.argv[2] ?? '')
process.send?.(url)
