/** Events of stops, kept: ECS forgets a stopped task after about an hour. */
export interface StopArchive {
  /** `event` is the body of the message as it came. Repeatable. */
  put(key: string, event: string): Promise<void>
}
