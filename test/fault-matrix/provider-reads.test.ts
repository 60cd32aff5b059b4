import { faultMatrix } from './support/suite.ts';

faultMatrix('EndpointService', 'reads');
