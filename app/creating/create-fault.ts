// Why no torrent could be made of what the user chose, one code for each class of fault.

/**
 * - `nothing`: there are no files in it, or only empty ones
 * - `too-many-files`: more than a torrent may have; `too-large`: the .torrent would be larger than clients read
 * - `names`: paths too long, too deep or too much alike
 * - `apart`: things chosen together that are not in one folder
 * - `unreadable`, `gone`, `changed`: of a file; the last while it was hashed
 * - `busy`: another torrent of the list is downloading to this place
 */
export type CreateFault =
  | 'nothing'
  | 'too-many-files'
  | 'too-large'
  | 'names'
  | 'apart'
  | 'unreadable'
  | 'gone'
  | 'changed'
  | 'busy'
