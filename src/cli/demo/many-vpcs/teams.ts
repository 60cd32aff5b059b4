import { AuthorizeSecurityGroupIngressCommand, CreateTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { Person } from '../play.ts';
import type { Stage } from '../stage.ts';

/** What the teams do on AWS by their own hand. */
export async function tagVPC(stage: Stage, owner: Person, vpcID: string): Promise<void> {
  const client = clientOf(stage, owner);
  await client.send(new CreateTagsCommand({ Resources: [vpcID], Tags: [{ Key: 'privatelink', Value: 'shared' }] }));
  client.destroy();
}

/** Lets addresses in on port 443. */
export async function admit(stage: Stage, owner: Person, { groupID, cidr }: { readonly groupID: string; readonly cidr: string }) {
  const client = clientOf(stage, owner);
  const IpPermissions = [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: cidr }] }];
  await client.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: groupID, IpPermissions }));
  client.destroy();
}

function clientOf({ awsEndpoint }: Stage, { account, region }: Person): EC2Client {
  return new EC2Client({ endpoint: awsEndpoint, region, credentials: { accessKeyId: account, secretAccessKey: 'none' } });
}
