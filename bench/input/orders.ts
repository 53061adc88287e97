/**
 * The rows that everything here loads: orders of ten mixed columns, about 105 bytes a row in CSV. A row is made from its
 * number alone, so that whoever meets a row can say what it must be.
 */
export const COLUMNS = [
  'id',
  'created_at',
  'ship_date',
  'status',
  'country',
  'email',
  'address',
  'quantity',
  'price',
  'gift',
] as const

/** `quoted`: with quoted cells, doubled quotes, line ends inside cells, and letters beyond ASCII. */
export type OrderStyle = 'plain' | 'quoted'

/** The texts of the cells, in the order of COLUMNS. */
export type OrderCells = string[]

const STATUSES = ['new', 'paid', 'packed', 'shipped', 'returned']
const COUNTRIES = ['AT', 'BR', 'DE', 'DK', 'FR', 'GB', 'IN', 'JP', 'US', 'ZA']
const FIRST_NAMES = [
  'ada',
  'alan',
  'barbara',
  'donald',
  'edsger',
  'grace',
  'john',
  'ken',
  'leslie',
  'niklaus',
]
const LAST_NAMES = ['hopper', 'knuth', 'lamport', 'liskov', 'lovelace', 'thompson', 'turing', 'wirth', 'zuse']
const STREETS = ['High Street', 'Church Road', 'Mill Lane', 'Station Road', 'Park Avenue', 'Victoria Road']
const STREETS_BEYOND_ASCII = [
  'Østergade',
  'Königstraße',
  'Rúa Nova',
  'Åsgatan',
  '銀座通り',
  'Rue de l’Église',
]

const FIRST_DAY_MS = Date.UTC(2024, 0, 1)
const DAY_MS = 86_400_000
const DAYS = 600

/** One row in so many breaks a rule: checks that are on can be seen to be on. */
const BAD_EVERY = 5_000
const BAD_PLACE = 2_500
const BREAKS: readonly (readonly [column: (typeof COLUMNS)[number], text: string])[] = [
  ['status', 'lost'],
  ['country', 'Atlantis'],
  ['quantity', '0'],
  ['price', '12,50'],
  ['created_at', '2024-13-01T00:00:00Z'],
  ['email', ''],
]

export function isBad(number: number): boolean {
  return number % BAD_EVERY === BAD_PLACE
}

export function badAmong(from: number, rows: number): number {
  const upTo = (end: number) => Math.floor((end - BAD_PLACE - 1) / BAD_EVERY) + 1
  return upTo(from + rows) - upTo(from)
}

function orderId(number: number): string {
  return `OR${String(number).padStart(8, '0')}`
}

export function orderNumber(id: string): number {
  return Number(id.slice(2))
}

export function orderCells(number: number, style: OrderStyle): OrderCells {
  const bits = scramble(number)
  const more = scramble(bits)
  const createdAt = FIRST_DAY_MS + (bits % (DAYS * 86_400)) * 1000
  const shipsAt = createdAt + (more % 9) * DAY_MS
  const cells = [
    orderId(number),
    `${new Date(createdAt).toISOString().slice(0, 19)}Z`,
    more % 10 === 0 ? '' : new Date(shipsAt).toISOString().slice(0, 10),
    pick(STATUSES, more >>> 3),
    pick(COUNTRIES, bits >>> 5),
    `${pick(FIRST_NAMES, bits >>> 7)}.${pick(LAST_NAMES, more >>> 7)}@example.com`,
    address(bits, more, style),
    String(1 + (more % 999)),
    ((1 + (bits % 9_999_999)) / 100).toFixed(2),
    bits & 64 ? 'true' : 'false',
  ]
  return isBad(number) ? broken(cells, number) : cells
}

function address(bits: number, more: number, style: OrderStyle): string {
  const house = 1 + (bits % 300)
  if (style === 'plain') return `${house} ${pick(STREETS, more >>> 11)}`
  const street = pick(more & 1 ? STREETS_BEYOND_ASCII : STREETS, more >>> 11)
  if (more & 2) return `${house} ${street}\nFlat ${house % 9}`
  return more & 4 ? `${house} ${street}, "The ${house % 9}th"` : `${house}, ${street}`
}

function broken(cells: OrderCells, number: number): OrderCells {
  const [column, text] = pick(BREAKS, Math.floor(number / BAD_EVERY))
  cells[COLUMNS.indexOf(column)] = text
  return cells
}

function pick<T>(values: readonly T[], bits: number): T {
  return values[bits % values.length] as T
}

/** The finalizer of MurmurHash3: neighbours have nothing in common. */
function scramble(number: number): number {
  let hash = Math.imul((number + 0x9e3779b9) ^ (number >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
