import type { StepAdjustment, StepScaling } from '../definition/step-scaling.ts'

/** The count that a step policy asks for at this distance from the threshold; undefined where no step holds it. */
export function stepCapacity(policy: StepScaling, current: number, breach: number): number | undefined {
  const step = policy.StepAdjustments.find((each) => holds(each, breach))
  if (!step) return undefined
  const { ScalingAdjustment: adjustment } = step
  if (policy.AdjustmentType === 'ExactCapacity') return adjustment
  if (policy.AdjustmentType === 'ChangeInCapacity') return current + adjustment
  return current + percentOf(current, adjustment, policy.MinAdjustmentMagnitude ?? 0)
}

/** Above the threshold the lower bound belongs to its interval, below it the upper one. */
function holds(step: StepAdjustment, breach: number): boolean {
  const lower = step.MetricIntervalLowerBound ?? Number.NEGATIVE_INFINITY
  const upper = step.MetricIntervalUpperBound ?? Number.POSITIVE_INFINITY
  return breach >= 0 ? breach >= lower && breach < upper : breach > lower && breach <= upper
}

/** Rounded towards 0, but a change of less than one task is one task; at least the minimum. */
function percentOf(current: number, percent: number, magnitudeMin: number): number {
  const exact = (current * percent) / 100
  if (exact === 0) return Math.sign(percent) * magnitudeMin
  return Math.sign(exact) * Math.max(1, Math.floor(Math.abs(exact)), magnitudeMin)
}
