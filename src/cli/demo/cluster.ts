import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** kubectl against the demo's API server, as a person would use it. */
export interface Cluster {
  /** Answers what the command printed; throws with what it said where it fails. */
  kubectl(...args: readonly string[]): Promise<string>;
  /** One object, or undefined where there is none. */
  get(kind: string, namespace: string, name: string): Promise<DemoObject | undefined>;
}

/** The parts of our objects that the story looks at. */
export interface DemoObject {
  readonly metadata: { readonly generation: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly zoneSummary?: string;
    readonly vpcSummary?: string;
    readonly connections?: { readonly available: number };
    readonly dns?: { readonly regional?: string; readonly zonal?: readonly { readonly zoneID: string; readonly name: string }[] };
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message: string }[];
  };
}

export interface ClusterOptions {
  /** The path of kubectl. */
  readonly program: string;
  readonly kubeconfig: string;
  /** Paths in arguments are taken from here. */
  readonly folder: string;
  /** Ends a kubectl that still runs. */
  readonly signal: AbortSignal;
}

export function createCluster({ program, kubeconfig, folder, signal }: ClusterOptions): Cluster {
  const kubectl = async (...args: readonly string[]): Promise<string> => {
    // `No resources found` comes on the other stream.
    const { stdout, stderr } = await run(program, ['--kubeconfig', kubeconfig, ...args], { cwd: folder, signal });
    return `${stdout}${stderr}`;
  };
  return {
    kubectl,
    get: async (kind, namespace, name) => {
      const text = await kubectl('get', kind, name, '-n', namespace, '-o', 'json', '--ignore-not-found');
      return text.trim() === '' ? undefined : (JSON.parse(text) as DemoObject);
    },
  };
}

export function isReady(object: DemoObject | undefined): object is DemoObject {
  return (
    object?.status?.observedGeneration === object?.metadata.generation &&
    object?.status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True') === true
  );
}
