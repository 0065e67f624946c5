/** What was said to a member that is joining, kept until it is asked for. */
export class Talk {
  #said: string[] = [];
  #listening: (() => void) | undefined;

  add(payload: string): void {
    this.#said.push(payload);
    this.#listening?.();
  }

  hear(wanted: (payload: string) => boolean): Promise<string> {
    return new Promise((resolve) => {
      this.#listening = () => {
        const heard = this.#said.findIndex(wanted);
        if (heard < 0) return;
        this.#listening = undefined;
        resolve(this.#said[heard]!);
        this.#said = this.#said.slice(heard + 1);
      };
      this.#listening();
    });
  }
}
