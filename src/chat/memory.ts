/** What outlives the window. A `vscode.Memento`, or a map in tests. What comes out is unknown until decoded. */
export interface Memory {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}
