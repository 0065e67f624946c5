export type Listener<S, A> = (action: A, before: S, after: S) => void;

export interface Store<S, A> {
  readonly get: () => S;
  readonly dispatch: (action: A) => void;
  readonly subscribe: (tell: Listener<S, A>) => void;
}

/** Listeners may dispatch: each sees the states on both sides of its own action. */
export function createStore<S, A>(initial: S, reduce: (state: S, action: A) => S): Store<S, A> {
  let state = initial;
  const listeners: Listener<S, A>[] = [];
  return {
    get: () => state,
    dispatch(action) {
      const before = state;
      const after = reduce(before, action);
      state = after;
      for (const tell of listeners) tell(action, before, after);
    },
    subscribe: (tell) => void listeners.push(tell),
  };
}
