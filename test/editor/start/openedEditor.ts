/** A VS Code with the extension in it, on somebody's screen or waiting at an address. */
export interface OpenedEditor {
  /** Says what to do next. */
  readonly instructions: readonly string[];
  /** Resolves when it has ended by itself. */
  readonly ended: Promise<unknown>;
  readonly stop: () => Promise<void>;
}
