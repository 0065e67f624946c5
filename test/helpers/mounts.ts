/** Runs a program in a world of mounts of its own, made by `command` of a shell where $0 is `folder`. Needs root. */
const withMounts = (command: string, folder: string): readonly string[] => [
  'unshare',
  '--mount',
  '--propagation',
  'private',
  'sh',
  '-c',
  `${command} && exec "$@"`,
  folder,
];

/** With a disk of that size in place of the folder, that holds what `from` holds. */
export const withSmallDisk = (folder: string, megabytes: number, from = folder): readonly string[] =>
  withMounts(`cd ${from} && mount -t tmpfs -o size=${megabytes}m none "$0" && cp -r . "$0" && cd "$OLDPWD"`, folder);

/** With a full disk in place of the folder, that holds what `from` holds. */
export const withFullDisk = (folder: string, from: string): readonly string[] =>
  withMounts(
    `mount -t tmpfs -o size=2m none "$0" && cp -r ${from}/. "$0" && { head -c 3m /dev/zero > "$0/ballast" || true; }`,
    folder,
  );

/** With a folder that takes no writes, not even root's. */
export const withReadOnly = (folder: string): readonly string[] =>
  withMounts('mount --bind "$0" "$0" && mount -o remount,bind,ro "$0"', folder);

/** A file as a program with mounts of its own sees it. */
export const seenBy = (pid: number | undefined, file: string): string => `/proc/${pid ?? 0}/root${file}`;
