/** Keeps the task that this process is from being stopped by scale-in and by deployments. */
export interface TaskProtection {
  /**
   * From now on, whatever was set before. Rejects with `dependency.unavailable` where another try may help, and with
   * `dependency.denied` where it will not.
   */
  protect(minutes: number): Promise<void>
  /** Rejects as `protect` does. */
  unprotect(): Promise<void>
}
