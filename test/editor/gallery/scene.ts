import type { Editor, Editors } from '../installed/editors';
import { screenshot } from '../installed/actions';
import type { Theme } from '../installed/theme';

/** One feature: its picture, and how one gets there. */
export interface Scene<S> {
  /** Of the picture's file, within its chapter. */
  readonly name: string;
  readonly caption: string;
  /** The command, the key or the place to click. */
  readonly how: string;
  /** Besides the dark theme. */
  readonly looks?: readonly Theme[];
  /** Those of its looks that are kept with the project (media/gallery). */
  readonly kept?: readonly Theme[];
  /** The pointer stays where it is: something is seen because of it. */
  readonly isPointed?: boolean;
  /** Whose window it is, where it is not the first one's. */
  readonly of?: (stage: S) => Editor;
  readonly show: (stage: S) => Promise<unknown>;
  /** What the next scene should not find. */
  readonly leave?: (stage: S) => Promise<unknown>;
}

/** What a picture needs to know of its scene. */
export interface Shot extends Pick<Scene<never>, 'name' | 'caption' | 'how' | 'looks' | 'kept'> {
  readonly chapter: string;
}

export type TakePicture = (shot: Shot, editor: Editor) => Promise<void>;

/** Scenes that follow from each other, on one stage. */
export interface Chapter {
  readonly name: string;
  readonly title: string;
  /** Throws where a scene fails: what comes after it would not be what it says. */
  readonly play: (take: TakePicture) => Promise<void>;
}

export interface Stage extends AsyncDisposable {
  readonly editors: Editors<string>;
}

export class SceneFailed extends Error {
  constructor(
    readonly chapter: string,
    readonly scene: string,
    override readonly cause: unknown,
  ) {
    super(`${chapter}, ${scene}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

export const chapter = <S extends Stage>(
  name: string,
  title: string,
  open: () => Promise<S>,
  scenes: readonly Scene<S>[],
): Chapter => ({
  name,
  title,
  async play(take) {
    await using stage = await open().catch((error: unknown) => {
      throw new SceneFailed(name, 'its beginning', error);
    });
    for (const scene of scenes) {
      const editor = scene.of?.(stage) ?? stage.editors.all[0]!;
      try {
        await scene.show(stage);
        if (scene.isPointed !== true) await editor.page.mouse.move(0, 0);
        await take({ ...scene, chapter: name }, editor);
        await scene.leave?.(stage);
      } catch (error) {
        for (const { user, page } of stage.editors.all) await screenshot(page, `failed-${name}-${scene.name}-${user}`);
        throw new SceneFailed(name, scene.name, error);
      }
    }
  },
});
