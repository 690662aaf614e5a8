// What kind of file a name promises, for its icon only. Pure; nothing is opened or trusted because of it.

export type FileKind = 'video' | 'audio' | 'image' | 'text' | 'archive' | 'other'

const kinds: Readonly<Record<Exclude<FileKind, 'other'>, string>> = {
  video: 'mkv mp4 m4v avi mov webm wmv mpg mpeg ts m2ts flv ogv vob',
  audio: 'mp3 flac ogg opus m4a aac wav wma aiff ape alac',
  image: 'jpg jpeg png gif webp bmp tif tiff svg heic avif',
  text: 'txt md nfo srt sub ass vtt pdf epub mobi html htm rtf doc docx odt csv json xml log cue',
  archive: 'zip rar 7z gz xz bz2 zst tar iso img dmg deb rpm apk jar',
}

const byEnding = new Map(
  Object.entries(kinds).flatMap(([kind, endings]) => endings.split(' ').map((ending) => [ending, kind as FileKind])),
)

export const fileKind = (name: string): FileKind => {
  const dot = name.lastIndexOf('.')
  return dot < 0 ? 'other' : (byEnding.get(name.slice(dot + 1).toLowerCase()) ?? 'other')
}
