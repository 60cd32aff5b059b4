import type {
  DescribeVpcEndpointConnectionNotificationsRequest,
  DescribeVpcEndpointConnectionNotificationsResult,
} from '@aws-sdk/client-ec2';
import type { FilterFields } from '../../filters.ts';
import { matchesFilters } from '../../filters.ts';
import type { Caller } from '../../handler.ts';
import type { Checked } from '../../operations.ts';
import { ec2Page } from '../../paging.ts';
import { belongsTo, visible } from '../../visibility.ts';
import type { Notification } from '../../world.ts';
import { checkPageRequest, consumerPages } from '../page-request.ts';
import { notificationView, ownNotification } from './notifications.ts';

const filters: FilterFields<Notification> = {
  fields: {
    'connection-notification-arn': ({ topicARN }) => topicARN,
    'connection-notification-id': ({ id }) => id,
    'connection-notification-state': () => 'Enabled',
    'connection-notification-type': () => 'Topic',
    'service-id': ({ serviceID }) => serviceID,
    'vpc-endpoint-id': ({ endpointID }) => endpointID,
  },
};

/** One notification by ID, or all that match, in pages. */
export function describeNotifications(
  input: Checked<DescribeVpcEndpointConnectionNotificationsRequest>,
  caller: Caller,
): DescribeVpcEndpointConnectionNotificationsResult {
  checkPageRequest(input, consumerPages);
  const matches = matchesFilters(input.Filters, filters, caller);
  const { ConnectionNotificationId: id } = input;
  const named = id === undefined || id === '' ? [...caller.world.notifications.values()] : [ownNotification(id, caller)];
  const all = named.filter((notification) => belongsTo(notification, caller) && visible(notification, caller) && matches(notification));
  const { items, NextToken } = ec2Page(all, input, { caller, key: (notification) => notification.id });
  return { ConnectionNotificationSet: items.map(notificationView), NextToken };
}
