import type { AnyKind } from '../engine/engine.ts';
import { endpointService } from './endpoint-service/index.ts';
import { interfaceEndpoint } from './interface-endpoint/index.ts';
import { privateHostedZone } from './private-hosted-zone/index.ts';

/** Every kind that the engine runs. A new one is added here and nowhere else. */
export const kinds: readonly AnyKind[] = [endpointService, interfaceEndpoint, privateHostedZone];
