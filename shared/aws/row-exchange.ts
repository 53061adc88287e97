import type { Client, Dispatcher } from 'undici'
import type { RowAction, RowsAnswer } from '../write/tables.ts'
import { isCleanAnswer, readRowsAnswer } from './read-rows-answer.ts'
import type { ConnectionUser } from './row-connections.ts'

type Controller = Dispatcher.DispatchController

const WRITTEN: RowsAnswer = { kind: 'written' }

export interface RowExchangeDeps {
  readonly action: RowAction
  readonly request: Dispatcher.DispatchOptions
  /** By the clock of `now`, in milliseconds. From then on nothing of it may leave this machine. */
  readonly deadline: number
  readonly now: () => number
  readonly settle: (answer: RowsAnswer) => void
  readonly giveBack: (client: Client) => void
}

/** One row request on its way, and its answer. It is settled once, whatever comes after. */
export class RowExchange implements Dispatcher.DispatchHandler, ConnectionUser {
  readonly #deps: RowExchangeDeps
  #client: Client | undefined
  #controller: Controller | undefined
  #status = 0
  #isClean = false
  #bytes: Buffer | undefined
  #isSettled = false

  constructor(deps: RowExchangeDeps) {
    this.#deps = deps
  }

  get deadline(): number {
    return this.#deps.deadline
  }

  sendBy(client: Client): void {
    this.#client = client
    client.dispatch(this.#deps.request, this)
  }

  /** Before its first byte is written, which may be long after it was handed over: sockets have queues. */
  onRequestStart(controller: Controller): void {
    const isAgain = this.#controller !== undefined
    this.#controller = controller
    if (isAgain) controller.abort(new Error('A row request is never sent twice by itself'))
    else if (this.#isSettled || this.#deps.now() >= this.#deps.deadline)
      controller.abort(new Error('The row request waited for a connection until its time was over'))
  }

  onResponseStart(_controller: Controller, status: number): void {
    this.#status = status
  }

  onResponseData(_controller: Controller, chunk: Buffer): void {
    if (!this.#bytes && !this.#isClean && isCleanAnswer(this.#deps.action, this.#status, chunk)) {
      this.#isClean = true
      return
    }
    // The chunk lies in the parser's memory and is gone after this call.
    this.#bytes = Buffer.concat(this.#bytes ? [this.#bytes, chunk] : [chunk])
  }

  onResponseEnd(): void {
    // More than a clean answer is none: it is read as what came after it, which is no JSON.
    if (this.#isClean && !this.#bytes) this.#end(WRITTEN)
    else this.#end(readRowsAnswer(this.#deps.action, this.#status, this.#bytes ?? Buffer.alloc(0)))
    this.#giveBack()
  }

  onResponseError(_controller: Controller, error: Error): void {
    this.#end({ kind: 'no-answer', error })
    this.#giveBack()
  }

  /** Ends its connection, so that no more of it is sent. */
  timeOut(milliseconds: number): void {
    const error = new Error(`DynamoDB did not answer a row request within ${milliseconds} ms`)
    error.name = 'TimeoutError'
    this.#end({ kind: 'no-answer', error })
    this.#controller?.abort(error)
  }

  #end(answer: RowsAnswer): void {
    if (this.#isSettled) return
    this.#isSettled = true
    this.#deps.settle(answer)
  }

  #giveBack(): void {
    if (this.#client) this.#deps.giveBack(this.#client)
    this.#client = undefined
  }
}
