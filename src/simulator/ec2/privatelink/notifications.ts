import type {
  ConnectionNotification,
  CreateVpcEndpointConnectionNotificationRequest,
  CreateVpcEndpointConnectionNotificationResult,
  DeleteVpcEndpointConnectionNotificationsRequest,
  DeleteVpcEndpointConnectionNotificationsResult,
  ModifyVpcEndpointConnectionNotificationRequest,
  ModifyVpcEndpointConnectionNotificationResult,
} from '@aws-sdk/client-ec2';
import type { Caller } from '../../handler.ts';
import { ApiError } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import { ownedBy } from '../../tags.ts';
import { belongsTo } from '../../visibility.ts';
import type { Notification } from '../../world.ts';
import { oncePerToken } from './client-tokens.ts';
import { ownEndpoint } from './endpoint-lookup.ts';
import { forEachID, invalidParameter } from './errors.ts';
import { ownService } from './service-lookup.ts';

const events = ['Accept', 'Connect', 'Delete', 'Reject'];
const topic = /^arn:aws[\w-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}(\.fifo)?$/;

type CreateInput = Checked<CreateVpcEndpointConnectionNotificationRequest>;

/** Makes a notification for a service or an endpoint, or repeats the reply of the first call with this client token. */
export function createNotification(input: CreateInput, caller: Caller): CreateVpcEndpointConnectionNotificationResult {
  const notification = oncePerToken('CreateVpcEndpointConnectionNotification', { input, caller }, () => build(input, caller));
  return {
    ConnectionNotification: notificationView(notification),
    ...(input.ClientToken === undefined ? {} : { ClientToken: input.ClientToken }),
  };
}

function build(input: CreateInput, caller: Caller): Notification {
  checkParent(input, caller);
  const notification: Notification = {
    ...ownedBy(caller),
    id: caller.world.newID('vpce-nfn'),
    serviceID: input.ServiceId,
    endpointID: input.VpcEndpointId,
    topicARN: checkedTopic(input.ConnectionNotificationArn),
    events: checkedEvents(input.ConnectionEvents),
  };
  caller.world.notifications.set(notification.id, notification);
  return notification;
}

/** Exactly one parent, of the caller's own and with network interfaces. */
function checkParent({ ServiceId, VpcEndpointId }: CreateInput, caller: Caller): void {
  if ((ServiceId === undefined) === (VpcEndpointId === undefined)) {
    throw new ApiError('InvalidParameterCombination', 'Exactly one of ServiceId and VpcEndpointId must be specified.');
  }
  if (ServiceId !== undefined) ownService(ServiceId, caller);
  if (VpcEndpointId === undefined) return;
  const { id, type } = ownEndpoint(VpcEndpointId, caller);
  if (type !== 'Interface') throw invalidParameter(`Notifications are for endpoints of type Interface only; ${id} is ${type}.`);
}

function checkedTopic(arn: string): string {
  if (!topic.test(arn)) throw invalidParameter(`Invalid connection notification ARN: '${arn}'`);
  return arn;
}

function checkedEvents(given: readonly string[]): string[] {
  const unknown = given.find((event) => !events.includes(event));
  if (unknown !== undefined) throw invalidParameter(`Invalid connection event: '${unknown}'. Allowed: ${events.join(', ')}`);
  if (given.length === 0) throw invalidParameter('At least one connection event is required.');
  return [...new Set(given)];
}

/** Changes topic or events; the parent stays. */
export function modifyNotification(
  input: Checked<ModifyVpcEndpointConnectionNotificationRequest>,
  caller: Caller,
): ModifyVpcEndpointConnectionNotificationResult {
  const notification = ownNotification(input.ConnectionNotificationId, caller);
  const topicARN = input.ConnectionNotificationArn === undefined ? notification.topicARN : checkedTopic(input.ConnectionNotificationArn);
  const changedEvents = input.ConnectionEvents === undefined ? notification.events : checkedEvents(input.ConnectionEvents);
  notification.topicARN = topicARN;
  notification.events = changedEvents;
  return { ReturnValue: true };
}

export function deleteNotifications(
  input: Checked<DeleteVpcEndpointConnectionNotificationsRequest>,
  caller: Caller,
): DeleteVpcEndpointConnectionNotificationsResult {
  return forEachID(input.ConnectionNotificationIds, (id) => {
    caller.world.notifications.delete(ownNotification(id, caller).id);
  });
}

export function ownNotification(id: string, caller: Caller): Notification {
  const notification = caller.world.notifications.get(id);
  if (notification && belongsTo(notification, caller)) return notification;
  throw new ApiError('InvalidConnectionNotification', `The connection notification '${id}' does not exist`);
}

export function notificationView(notification: Notification): ConnectionNotification {
  return {
    ConnectionNotificationId: notification.id,
    ...(notification.serviceID === undefined ? {} : { ServiceId: notification.serviceID }),
    ...(notification.endpointID === undefined ? {} : { VpcEndpointId: notification.endpointID }),
    ConnectionNotificationType: 'Topic',
    ConnectionNotificationArn: notification.topicARN,
    ConnectionEvents: notification.events,
    ConnectionNotificationState: 'Enabled',
    ServiceRegion: notification.region,
  };
}
