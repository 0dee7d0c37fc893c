import { Button, Group, Input, NativeSelect, Paper, Stack, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useId, useState } from 'react'
import { schoolsQuery } from '../../api/queries.ts'
import { type Import, type ImportKind, importQuery, ROSTER, sendFile } from '../../api/roster.ts'
import { Failure } from '../../panel/failure.tsx'
import { texts } from '../../texts/texts.ts'
import { ImportResult } from './import-result.tsx'

export interface ImportFileProps {
  readonly kind: ImportKind
  readonly kinds: readonly ImportKind[]
  onKind(kind: ImportKind): void
}

const t = texts.settings.import

/** A file is checked first; what has been checked, and nothing else, is imported then. */
export function ImportFile({ kind, kinds, onKind }: ImportFileProps) {
  const client = useQueryClient()
  const input = useId()
  const [file, setFile] = useState<Blob>()
  const sending = useMutation<Import, Error, { dryRun: boolean }>({
    mutationFn: ({ dryRun }) => sendFile(kind, file ?? new Blob(), dryRun),
  })
  const progress = useQuery(importQuery(sending.data?.id))
  const shown = progress.data ?? sending.data
  const isRunning = sending.isPending || shown?.state === 'running'
  const mayImport = shown?.state === 'done' && shown.dryRun && (shown.added ?? 0) + (shown.changed ?? 0) > 0

  useEffect(() => {
    if (shown === undefined || shown.state === 'running') return
    void client.invalidateQueries({ queryKey: ROSTER })
    void client.invalidateQueries({ queryKey: schoolsQuery.queryKey })
  }, [client, shown])

  const choose = async (chosen: File | undefined) => {
    sending.reset()
    // Until the new one is read there is none: the old one must not be checked in its place.
    setFile(undefined)
    // Its bytes as they are now: somebody may save over it between the check and the import.
    setFile(chosen && new Blob([await chosen.arrayBuffer()], { type: 'text/csv' }))
  }
  return (
    <Paper withBorder p={{ base: 'xs', sm: 'md' }} component="section" aria-busy={isRunning}>
      <Stack>
        <Title order={2} size="h4">
          {t.title}
        </Title>
        <div className="form-row">
          <NativeSelect
            label={t.kind}
            value={kind}
            disabled={isRunning}
            data={kinds.map((each) => ({ value: each, label: t.kinds[each] }))}
            onChange={(event) => onKind(kinds.find((each) => each === event.currentTarget.value) ?? kind)}
          />
          <Input.Wrapper label={t.file} labelProps={{ htmlFor: input }} description={t.fileAbout}>
            <input
              id={input}
              className="file-input"
              type="file"
              accept=".csv,text/csv"
              disabled={isRunning}
              onChange={(event) => void choose(event.currentTarget.files?.[0])}
            />
          </Input.Wrapper>
        </div>
        <Group>
          <Button
            variant={mayImport ? 'default' : 'filled'}
            disabled={file === undefined || isRunning}
            onClick={() => sending.mutate({ dryRun: true })}
          >
            {t.check}
          </Button>
          {mayImport && <Button onClick={() => sending.mutate({ dryRun: false })}>{t.do}</Button>}
        </Group>
        {sending.error && <Failure error={sending.error} title={t.failed} />}
        {progress.error && <Failure error={progress.error} onRetry={() => void progress.refetch()} />}
        <ImportResult isSending={sending.isPending} found={shown} />
      </Stack>
    </Paper>
  )
}
