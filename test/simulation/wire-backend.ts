import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { Route53Client } from '@aws-sdk/client-route-53';
import { STSClient } from '@aws-sdk/client-sts';
import type { Endpoint, SimulatedAws } from '../../src/simulator/index.ts';
import type { AwsAnswer, AwsBackend, AwsRequest, Landing } from './kernel/aws-backend.ts';

interface Sdk {
  send(command: object): Promise<AwsAnswer>;
  destroy(): void;
}

export interface WireBackend extends AsyncDisposable {
  backend(aws: SimulatedAws): AwsBackend;
}

/** The SDK's own clients, its XML and real HTTP: as far from the handlers as the operator is in earnest. */
export function wireBackend(): WireBackend {
  let open: { readonly endpoint: Promise<Endpoint>; readonly clients: Map<string, Sdk> } | undefined;
  const close = async (): Promise<void> => {
    const closing = open;
    open = undefined;
    for (const client of closing?.clients.values() ?? []) client.destroy();
    await (await closing?.endpoint)?.close();
  };
  return {
    backend: (aws) => {
      void close();
      const now = { endpoint: aws.serve(), clients: new Map<string, Sdk>() };
      open = now;
      return (request) => {
        const landing: Landing = { landed: undefined };
        const sent = now.endpoint.then(({ url }) => clientFor(now.clients, request, url).send(commandOf(request)));
        sent.then(
          (answer) => (landing.landed = answer),
          (error: unknown) => (landing.landed = error instanceof Error ? error : new Error(String(error))),
        );
        return landing;
      };
    },
    [Symbol.asyncDispose]: close,
  };
}

const clientsOf = { ec2: EC2Client, elb: ElasticLoadBalancingV2Client, route53: Route53Client, sts: STSClient };

function clientFor(clients: Map<string, Sdk>, { service, region, identity }: AwsRequest, url: string): Sdk {
  const key = `${service} ${region} ${identity.accessKeyId}`;
  const known = clients.get(key);
  if (known !== undefined) return known;
  // Each command goes to its own service's client; TypeScript cannot follow that through the table.
  const made = new clientsOf[service]({ endpoint: url, region, credentials: identity, maxAttempts: 1 }) as unknown as Sdk;
  clients.set(key, made);
  return made;
}

/** The command itself, or one of its kind with the part of a batch that is carried out. */
function commandOf({ command, input }: AwsRequest): object {
  if ((command as { readonly input: object }).input === input) return command;
  const Command = command.constructor as new (input: object) => object;
  return new Command(input);
}
