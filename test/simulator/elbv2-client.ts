import { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EC2 } from '@aws-sdk/client-ec2';
import type { Simulator } from '../../src/simulator/index.ts';

export const region = 'eu-west-1';

interface Clients extends Disposable {
  readonly ec2: EC2;
  readonly elbv2: ElasticLoadBalancingV2;
}

/** Both clients of one account, without retries. */
export function clientsOf(account: string, { url }: Pick<Simulator, 'url'>): Clients {
  const options = { endpoint: url, region, maxAttempts: 1, credentials: { accessKeyId: account, secretAccessKey: 'not checked' } };
  const [ec2, elbv2] = [new EC2(options), new ElasticLoadBalancingV2(options)];
  return {
    ec2,
    elbv2,
    [Symbol.dispose]() {
      ec2.destroy();
      elbv2.destroy();
    },
  };
}

/** The value, or a failed test. */
export function present<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('the reply lacks something');
  return value;
}
