'use strict'

const { spawn } = require('node:child_process')
const { createInterface } = require('node:readline')
const { Fault } = require('./fault.cjs')

const TOLD_LINES_MAX = 15

/**
 * Runs a program to its end and gives what it printed. Where it fails the error has its last lines. A signal that aborts
 * ends the program, and the promise rejects when it is gone.
 */
function runProgram(program, args, { input = '', env = process.env, signal, onLine = () => {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, signal, stdio: ['pipe', 'pipe', 'pipe'] })
    const lines = []
    const output = []
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        if (stream === child.stdout) output.push(line)
        lines.push(line)
        onLine(line)
      })
    }
    // A program that ends before it has read all is judged by its exit code.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
    let failure
    child.once('error', (error) => {
      failure = error
    })
    child.once('close', (code, endedBy) => {
      if (failure) reject(failure)
      else if (code === 0) resolve(output.join('\n'))
      else reject(faultOf([program, ...args], endedBy ?? `exit code ${code}`, lines))
    })
  })
}

function faultOf(command, end, lines) {
  const told = lines.slice(-TOLD_LINES_MAX).join('\n')
  return Object.assign(new Fault(`${command.join(' ')} failed (${end}):\n${told}`), { words: told })
}

module.exports = { runProgram }
