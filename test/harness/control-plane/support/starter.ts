import { startControlPlane } from '../../control-plane.ts';

/** Starts a control plane, says where, and never ends: for a test to kill. */
const controlPlane = await startControlPlane(() => undefined);
process.stdout.write(`${controlPlane.kubeconfig}\n`);
setInterval(() => undefined, 60_000);
