/**
 * Why a signal aborts that only says that something has ended. One for all: without a reason `abort` makes an error each
 * time, and most of what that costs is its stack.
 */
export const OVER = new Error('It has ended')
