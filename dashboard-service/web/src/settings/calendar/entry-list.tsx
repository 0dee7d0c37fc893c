import { Button, Stack, Text, TextInput } from '@mantine/core'
import { formatNumber, texts } from '../../texts/texts.ts'

export interface EntryListProps<Entry extends object> {
  readonly title: string
  readonly entries: readonly Entry[]
  /** Each of an entry's inputs. */
  readonly fields: readonly {
    readonly name: keyof Entry & string
    readonly label: string
    readonly type: 'text' | 'date'
  }[]
  readonly entryName: (number: string) => string
  readonly none: string
  readonly add: string
  readonly empty: Entry
  readonly error: string | undefined
  onChange(entries: readonly Entry[]): void
}

/** Holidays or terms: lines that are typed over, added and taken away. */
export function EntryList<Entry extends object>(props: EntryListProps<Entry>) {
  const { title, entries, fields, entryName, none, add, empty, error, onChange } = props
  const set = (at: number, name: keyof Entry, value: string) =>
    onChange(entries.map((entry, place) => (place === at ? { ...entry, [name]: value } : entry)))
  return (
    <Stack gap="xs" component="fieldset" className="plain-fieldset">
      <Text component="legend" fw={600} size="sm">
        {title}
      </Text>
      {entries.length === 0 && (
        <Text size="sm" c="dimmed">
          {none}
        </Text>
      )}
      {entries.map((entry, at) => (
        // Lines have no id: they are what stands at their place.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <fieldset className="plain-fieldset entry-row" key={at} aria-label={entryName(formatNumber(at + 1))}>
          {fields.map(({ name, label, type }) => (
            <TextInput
              key={name}
              type={type}
              label={label}
              value={String(entry[name])}
              onChange={(event) => set(at, name, event.currentTarget.value)}
            />
          ))}
          <Button
            variant="default"
            aria-label={texts.settings.of(texts.settings.remove, entryName(formatNumber(at + 1)))}
            onClick={() => onChange(entries.filter((_, place) => place !== at))}
          >
            {texts.settings.remove}
          </Button>
        </fieldset>
      ))}
      {error && (
        <Text size="sm" c="var(--bad)" role="alert">
          {error}
        </Text>
      )}
      <Button variant="default" size="compact-sm" className="own-width" onClick={() => onChange([...entries, empty])}>
        {add}
      </Button>
    </Stack>
  )
}
