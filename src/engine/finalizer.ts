/** Holds an object until a read of AWS has proven that nothing of it is left. */
export const finalizer = 'privatelink-operator.io/finalizer';
