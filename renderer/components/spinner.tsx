// Says without words that something is under way; the words stand beside it.

import { LoaderCircle } from 'lucide-react'
import './spinner.css'

export const Spinner = ({ size = 16 }: { readonly size?: number }) => (
  <LoaderCircle size={size} aria-hidden className="spinner" />
)
