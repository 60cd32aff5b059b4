import {
  AcceptVpcEndpointConnections$,
  CreateVpcEndpointConnectionNotification$,
  DeleteVpcEndpointConnectionNotifications$,
  DescribeVpcEndpointConnectionNotifications$,
  DescribeVpcEndpointConnections$,
  ModifyVpcEndpointConnectionNotification$,
  RejectVpcEndpointConnections$,
} from '@aws-sdk/client-ec2';
import type { Operations } from '../../operations.ts';
import { filterMembers, operation, pagingMembers } from '../../operations.ts';
import { acceptConnections, rejectConnections } from './decide-connections.ts';
import { describeConnections } from './describe-connections.ts';
import { describeNotifications } from './describe-notifications.ts';
import { createNotification, deleteNotifications, modifyNotification } from './notifications.ts';

const listMembers = [...filterMembers, ...pagingMembers];

/** Connections between consumers and a provider, and notifications of them. */
export const connectionOperations: Operations = [
  operation(DescribeVpcEndpointConnections$, { reads: listMembers, run: describeConnections }),
  operation(AcceptVpcEndpointConnections$, { reads: ['ServiceId', 'VpcEndpointIds'], run: acceptConnections }),
  operation(RejectVpcEndpointConnections$, { reads: ['ServiceId', 'VpcEndpointIds'], run: rejectConnections }),
  operation(CreateVpcEndpointConnectionNotification$, {
    reads: ['ServiceId', 'VpcEndpointId', 'ConnectionNotificationArn', 'ConnectionEvents', 'ClientToken'],
    run: createNotification,
  }),
  operation(ModifyVpcEndpointConnectionNotification$, {
    reads: ['ConnectionNotificationId', 'ConnectionNotificationArn', 'ConnectionEvents'],
    run: modifyNotification,
  }),
  operation(DeleteVpcEndpointConnectionNotifications$, { reads: ['ConnectionNotificationIds'], run: deleteNotifications }),
  operation(DescribeVpcEndpointConnectionNotifications$, {
    reads: ['ConnectionNotificationId', ...listMembers],
    run: describeNotifications,
  }),
];
