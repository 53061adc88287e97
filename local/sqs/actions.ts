import type { JsonAction } from '../protocol/aws-json.ts'
import { cancelMessageMoveTask } from './actions/cancel-message-move-task.ts'
import { changeMessageVisibility } from './actions/change-message-visibility.ts'
import { changeMessageVisibilityBatch } from './actions/change-message-visibility-batch.ts'
import { createQueue } from './actions/create-queue.ts'
import { deleteMessage } from './actions/delete-message.ts'
import { deleteMessageBatch } from './actions/delete-message-batch.ts'
import { deleteQueue } from './actions/delete-queue.ts'
import { getQueueAttributes } from './actions/get-queue-attributes.ts'
import { getQueueUrl } from './actions/get-queue-url.ts'
import { listDeadLetterSourceQueues } from './actions/list-dead-letter-source-queues.ts'
import { listMessageMoveTasks } from './actions/list-message-move-tasks.ts'
import { listQueueTags } from './actions/list-queue-tags.ts'
import { listQueues } from './actions/list-queues.ts'
import { purgeQueue } from './actions/purge-queue.ts'
import { receiveMessage } from './actions/receive-message.ts'
import { sendMessage } from './actions/send-message.ts'
import { sendMessageBatch } from './actions/send-message-batch.ts'
import { setQueueAttributes } from './actions/set-queue-attributes.ts'
import { startMessageMoveTask } from './actions/start-message-move-task.ts'
import { tagQueue } from './actions/tag-queue.ts'
import { untagQueue } from './actions/untag-queue.ts'
import type { Service } from './service.ts'

/** All that SQS answers here, a file each. */
export function sqsActions(service: Service): JsonAction[] {
  return [
    cancelMessageMoveTask,
    changeMessageVisibility,
    changeMessageVisibilityBatch,
    createQueue,
    deleteMessage,
    deleteMessageBatch,
    deleteQueue,
    getQueueAttributes,
    getQueueUrl,
    listDeadLetterSourceQueues,
    listMessageMoveTasks,
    listQueueTags,
    listQueues,
    purgeQueue,
    receiveMessage,
    sendMessage,
    sendMessageBatch,
    setQueueAttributes,
    startMessageMoveTask,
    tagQueue,
    untagQueue,
  ].map((create) => create(service))
}
