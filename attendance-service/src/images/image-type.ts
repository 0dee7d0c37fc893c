/** The kinds of image that are taken, by the ending their names get. */
export const IMAGE_TYPES = { png: 'image/png', jpg: 'image/jpeg', webp: 'image/webp' } as const
export type ImageType = keyof typeof IMAGE_TYPES

/** So many of the first bytes tell what an image is. */
export const SIGNATURE_LENGTH = 12

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const JPEG = Buffer.from([0xff, 0xd8, 0xff])

/** What the bytes are, whatever name and content type the client gave them; undefined when no image that is taken. */
export function imageTypeOf(head: Buffer): ImageType | undefined {
  if (head.subarray(0, PNG.length).equals(PNG)) return 'png'
  if (head.subarray(0, JPEG.length).equals(JPEG)) return 'jpg'
  if (head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP') return 'webp'
  return undefined
}
