/** What `vscode.Disposable` is, for the folders that do not know the editor. */
export interface Disposable {
  dispose(): void;
}

/** Disposes what it owns, last first. What comes after that is disposed at once, so that nothing late leaks. */
export class Owned implements Disposable {
  #items: Disposable[] | undefined = [];

  own<T extends Disposable>(item: T): T {
    if (this.#items) this.#items.push(item);
    else item.dispose();
    return item;
  }

  get isDisposed(): boolean {
    return this.#items === undefined;
  }

  dispose(): void {
    const items = this.#items ?? [];
    this.#items = undefined;
    for (const item of items.reverse()) item.dispose();
  }
}

export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  on(listener: (value: T) => void): Disposable {
    const own = (value: T) => listener(value);
    this.#listeners.add(own);
    return { dispose: () => void this.#listeners.delete(own) };
  }

  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }
}
