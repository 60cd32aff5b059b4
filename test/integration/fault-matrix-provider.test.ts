import { faultMatrix } from './support/fault-matrix/suite.ts';

faultMatrix('EndpointService');
