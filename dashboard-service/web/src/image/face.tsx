/** What POST /upload/image answers. Devices may send other texts for a picture, which are none of ours to ask for. */
const OURS = /^[0-9a-f]{64}\.(png|jpg|webp)$/

export const hasFace = (image: string | null): image is string => image !== null && OURS.test(image)

/** The picture that came with a check-in. */
export const Face = ({ image, alt = '' }: { image: string | null; alt?: string }) =>
  hasFace(image) && <img className="face" src={`/images/${image}`} alt={alt} loading="lazy" />
