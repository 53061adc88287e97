import type { RowAction, RowsAnswer } from '../write/tables.ts'
import type { ConnectionUser, PostConnection } from './post-connection.ts'
import type { HttpAnswer } from './read-http-answer.ts'
import { readRowsAnswer } from './read-rows-answer.ts'

export interface RowExchangeDeps {
  readonly action: RowAction
  readonly head: string
  readonly body: Buffer
  /** By the clock of `now`, in milliseconds. From then on nothing of it may leave this machine. */
  readonly deadline: number
  readonly now: () => number
  readonly settle: (answer: RowsAnswer) => void
}

/** One row request on its way, and its answer. It is settled once, whatever comes after. */
export class RowExchange implements ConnectionUser {
  readonly #deps: RowExchangeDeps
  #connection: PostConnection | undefined
  #isSettled = false

  constructor(deps: RowExchangeDeps) {
    this.#deps = deps
  }

  get head(): string {
    return this.#deps.head
  }

  get body(): Buffer {
    return this.#deps.body
  }

  get deadline(): number {
    return this.#deps.deadline
  }

  get isOver(): boolean {
    return this.#isSettled || this.#deps.now() >= this.#deps.deadline
  }

  takes(connection: PostConnection): void {
    this.#connection = connection
  }

  answered({ status, body }: HttpAnswer): void {
    this.#connection = undefined
    this.#settle(readRowsAnswer(this.#deps.action, status, body))
  }

  failed(error: Error): void {
    this.#connection = undefined
    this.#settle({ kind: 'no-answer', error })
  }

  /** Ends its connection, so that no more of it is sent. */
  timeOut(milliseconds: number): void {
    const error = new Error(`DynamoDB did not answer a row request within ${milliseconds} ms`)
    error.name = 'TimeoutError'
    this.#settle({ kind: 'no-answer', error })
    this.#connection?.destroy(error)
  }

  #settle(answer: RowsAnswer): void {
    if (this.#isSettled) return
    this.#isSettled = true
    this.#deps.settle(answer)
  }
}
