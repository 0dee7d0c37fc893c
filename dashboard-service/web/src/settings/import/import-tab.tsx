import { Stack } from '@mantine/core'
import { useState } from 'react'
import type { ImportKind } from '../../api/roster.ts'
import { useSettingsRights } from '../use-rights.ts'
import { EarlierImports } from './earlier-imports.tsx'
import { Exports } from './exports.tsx'
import { ImportFile } from './import-file.tsx'
import { SheetShape } from './sheet-shape.tsx'

/** Files in and out. */
export function ImportTab() {
  const rights = useSettingsRights()
  // Schools and classes take more than people do.
  const kinds: readonly ImportKind[] = rights.schools ? ['people', 'classes', 'schools'] : ['people']
  const [kind, setKind] = useState<ImportKind>('people')
  return (
    <Stack>
      {rights.people && (
        <>
          <ImportFile key={kind} kind={kind} kinds={kinds} onKind={setKind} />
          <SheetShape kind={kind} />
        </>
      )}
      <Exports />
      {rights.people && <EarlierImports />}
    </Stack>
  )
}
