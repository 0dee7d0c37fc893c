import { IMAGE_TYPES, type ImageType } from './image-type.ts'

/**
 * An image is named after its content: the same picture sent twice is one file, and a name never changes its meaning, so
 * that it may be cached for ever. The name is also what protects it: whoever asks needs a valid key and 256 bits that only
 * those know who have the picture, were answered its name, or may read the record it belongs to. There is no listing. It
 * does not tell which school's it is: a district's device uploads before any school is known, and asking Postgres would
 * make the edge depend on it.
 */
export const imageId = (sha256: string, type: ImageType): string => `${sha256}.${type}`

const FORM = /^[0-9a-f]{64}\.(png|jpg|webp)$/

/** The type of an image with this id; undefined when it can't be one: nothing else ever becomes part of a path. */
export function imageTypeOfId(id: string): ImageType | undefined {
  const ending = FORM.exec(id)?.[1]
  return ending !== undefined && Object.hasOwn(IMAGE_TYPES, ending) ? (ending as ImageType) : undefined
}
