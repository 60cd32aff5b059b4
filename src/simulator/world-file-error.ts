/** What is wrong with a world file, a line a fault, each with its place. */
export class WorldFileError extends Error {}
