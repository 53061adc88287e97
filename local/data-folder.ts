import { createHash } from 'node:crypto'
import { mkdirSync, realpathSync, rmSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Takes a data folder for this process alone, for two runtimes over the same files would spoil them: whoever listens on
 * the folder's socket has it. A process that was killed listens no more, whatever has its process id today.
 * Resolves to what gives the folder free again; rejects where another has it.
 */
export async function claimDataFolder(folder: string): Promise<() => void> {
  mkdirSync(folder, { recursive: true })
  // A socket's path has 107 bytes at the most, too few for the folder itself.
  const name = createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 16)
  const path = join(tmpdir(), `stevedore-${name}.sock`)
  if (await isListening(path)) {
    throw new Error(
      `The data in ${folder} is in use by another npm start: stop it, or take another folder with --data DIR.`,
    )
  }
  rmSync(path, { force: true })
  const server = await listen(path)
  server.unref()
  return () => {
    server.close()
    rmSync(path, { force: true })
  }
}

function isListening(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

function listen(path: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', reject)
    server.listen(path, () => resolve(server))
  })
}
