// Electron takes a file called `.asar` for an archive: it lists what is in it, and cannot open one that is none. What
// torrents hold is whatever others made, so to this process a file is a file. Invariant: nothing of ours, which may lie
// in an archive itself, is loaded on this thread after that; threads begun later load theirs, each having a switch of
// its own.

export const takeFilesAsTheyAre = (): void => void Object.assign(process, { noAsar: true })
