export { createLambda, type Lambda } from './lambda.ts'
