import { faultMatrix } from './support/suite.ts';

faultMatrix('PrivateHostedZone', 'reads');
