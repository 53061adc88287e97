export interface Action<State> {
  readonly name: string
  readonly next: State
}

interface Broken {
  readonly promise: string
  readonly why: string
}

export interface Model<State> {
  readonly initial: State
  readonly actions: (state: State) => readonly Action<State>[]
  /** Equal for states that need not be told apart. */
  readonly keyOf: (state: State) => string
  /** What is wrong with a state, if anything. */
  readonly broken: (state: State) => Broken | undefined
  /** Whether all is done: nothing needs to happen any more. */
  readonly isEnd: (state: State) => boolean
}

export interface Exploration {
  readonly states: number
  readonly ends: number
  /** What is broken, and the shortest way there. */
  readonly fault?: Broken & { readonly trace: readonly string[] }
}

/** Visits every reachable state, nearest first, until one is broken; then looks for those from which no end can be reached. */
export function explore<State>(model: Model<State>, statesMax: number): Exploration {
  const places = new Map([[model.keyOf(model.initial), 0]])
  const parents = [-1]
  /** Which of its parent's actions led to a state: the way is gone again where it is to be told. */
  const choices = [-1]
  const edges: Edges = { from: [], to: [] }
  const ends: number[] = []
  let layer: readonly { place: number; state: State }[] = [{ place: 0, state: model.initial }]

  const found = (broken: Broken, place: number, last: readonly string[] = []): Exploration => {
    const trace = [...traceTo(model, place, parents, choices), ...last]
    return { states: parents.length, ends: ends.length, fault: { ...broken, trace } }
  }

  while (layer.length > 0) {
    const nextLayer: { place: number; state: State }[] = []
    for (const { place, state } of layer) {
      const isEnd = model.isEnd(state)
      if (isEnd) ends.push(place)
      const actions = model.actions(state)
      if (actions.length === 0 && !isEnd) return found(STUCK, place)
      for (const [choice, { name, next }] of actions.entries()) {
        const broken = model.broken(next)
        if (broken) return found(broken, place, [name])
        const key = model.keyOf(next)
        const known = places.get(key)
        const nextPlace = known ?? parents.length
        edges.from.push(place)
        edges.to.push(nextPlace)
        if (known !== undefined) continue
        parents.push(place)
        choices.push(choice)
        places.set(key, nextPlace)
        nextLayer.push({ place: nextPlace, state: next })
      }
    }
    if (parents.length > statesMax) throw new RangeError(`More than ${statesMax} states: bound the world`)
    layer = nextLayer
  }

  const lost = firstWithoutEnd(parents.length, edges, ends)
  return lost === undefined ? { states: parents.length, ends: ends.length } : found(ENDLESS, lost)
}

const STUCK = { promise: 'end', why: 'nothing can happen any more, and not all is done' }
const ENDLESS = { promise: 'end', why: 'from here on the end can never be reached' }

interface Edges {
  readonly from: number[]
  readonly to: number[]
}

/** Walks back from the ends. What it does not come to will never end. */
function firstWithoutEnd(states: number, { from, to }: Edges, ends: readonly number[]): number | undefined {
  const starts = new Int32Array(states + 1)
  for (const place of to) starts[place + 1] = (starts[place + 1] ?? 0) + 1
  for (let place = 0; place < states; place++)
    starts[place + 1] = (starts[place + 1] ?? 0) + (starts[place] ?? 0)
  const filled = starts.slice()
  const before = new Int32Array(from.length)
  for (const [edge, place] of to.entries()) {
    const slot = filled[place] ?? 0
    before[slot] = from[edge] ?? 0
    filled[place] = slot + 1
  }
  const ending = new Uint8Array(states)
  const todo = [...ends]
  for (const place of ends) ending[place] = 1
  for (let place = todo.pop(); place !== undefined; place = todo.pop()) {
    for (const previous of before.subarray(starts[place], starts[place + 1])) {
      if (ending[previous]) continue
      ending[previous] = 1
      todo.push(previous)
    }
  }
  const lost = ending.indexOf(0)
  return lost < 0 ? undefined : lost
}

function traceTo<State>(
  model: Model<State>,
  place: number,
  parents: readonly number[],
  choices: readonly number[],
): string[] {
  const way: number[] = []
  for (let at = place; at > 0; at = parents[at] ?? 0) way.unshift(choices[at] ?? 0)
  const trace: string[] = []
  let state = model.initial
  for (const choice of way) {
    const action = model.actions(state)[choice]
    if (!action)
      throw new RangeError(`The model took another way: action ${choice} is gone after ${trace.join('; ')}`)
    trace.push(action.name)
    state = action.next
  }
  return trace
}
