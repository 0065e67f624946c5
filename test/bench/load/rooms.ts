/** A room besides the one that every server has, by the number of its sender. */
export const roomName = (number: number): string => `bench-${number}`;
