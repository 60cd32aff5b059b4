import { faultMatrix } from './support/suite.ts';

faultMatrix('InterfaceEndpoint', 'reads');
