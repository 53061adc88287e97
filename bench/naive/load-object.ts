import { naiveDeps, variable } from './clients.ts'
import { loadFile } from './load-file.ts'

await loadFile(naiveDeps(), {
  bucket: variable('OBJECT_BUCKET'),
  key: variable('OBJECT_KEY'),
  insert: process.env.WRITE === 'insert',
})
