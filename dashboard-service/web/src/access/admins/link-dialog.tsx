import type { PasswordLink } from '../../api/access.ts'
import { useSchools } from '../../school/use-schools.ts'
import { texts } from '../../texts/texts.ts'
import { formatDateTime } from '../../time/school-time.ts'
import { ShownOnce } from '../shown-once.tsx'

export interface GivenLink {
  /** For whom. */
  readonly name: string
  readonly link: PasswordLink
}

const t = texts.access.admins

export function LinkDialog({ given: { name, link }, onClose }: { given: GivenLink; onClose: () => void }) {
  const zone = useSchools().zoneOf()
  return (
    <ShownOnce
      title={t.linkTitle(name)}
      label={t.link}
      secret={new URL(link.path, window.location.origin).href}
      about={t.linkAbout}
      more={t.expires(`${formatDateTime(link.expiresAt, zone)} (${zone})`)}
      onClose={onClose}
    />
  )
}
