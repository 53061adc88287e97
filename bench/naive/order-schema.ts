import { z } from 'zod'

const order = z.object({
  id: z.string().regex(/^OR[0-9]{8}$/),
  created_at: z.iso.datetime(),
  ship_date: z.union([z.literal('').transform(() => undefined), z.iso.date()]).optional(),
  status: z.enum(['new', 'paid', 'packed', 'shipped', 'returned']),
  country: z.string().regex(/^[A-Z]{2}$/),
  email: z
    .string()
    .max(100)
    .regex(/^[^@ ]+@[^@ ]+$/),
  address: z.string().min(1).max(200),
})

/** From CSV, where everything is text. */
export const csvOrder = order.extend({
  quantity: z.coerce.number().int().min(1).max(999),
  price: z.coerce.number().min(0).max(100_000),
  gift: z.stringbool({ truthy: ['true'], falsy: ['false'] }),
})

export const jsonOrder = order.extend({
  quantity: z.number().int().min(1).max(999),
  price: z.number().min(0).max(100_000),
  gift: z.boolean(),
})
