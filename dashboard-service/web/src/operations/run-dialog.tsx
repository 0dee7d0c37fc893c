import { Checkbox, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { runTask, type Task, type TaskOption, type TaskRequest, tasksQuery } from '../api/operations.ts'
import { FormDialog, fieldError } from '../form/form-dialog.tsx'
import { texts } from '../texts/texts.ts'

const words = texts.operations.tasks
type Value = string | boolean

/** What a run may be told is said by the task itself; what is left empty is left to it. */
export function RunDialog({
  task,
  onAsked,
  onClose,
}: {
  task: Task
  onAsked: (request: TaskRequest) => void
  onClose: () => void
}) {
  const client = useQueryClient()
  const [options, setOptions] = useState<Readonly<Record<string, Value>>>({})
  const run = useMutation({
    mutationFn: () => runTask(task.name, Object.fromEntries(Object.entries(options).filter(([, value]) => value))),
    onSuccess(request) {
      void client.invalidateQueries({ queryKey: tasksQuery.queryKey })
      onAsked(request)
    },
  })
  return (
    <FormDialog
      title={words.runTitle(task.name)}
      submit={words.run}
      sending={run}
      onSubmit={() => run.mutate()}
      onClose={onClose}
    >
      <Text size="sm">{task.about}</Text>
      <Text size="sm" c="dimmed">
        {words.runAbout}
      </Text>
      {Object.entries(task.options.properties ?? {}).map(([name, option]) => (
        <Option
          key={name}
          name={name}
          option={option}
          value={options[name]}
          error={fieldError(run.error, `options.${name}`)}
          onChange={(value) => setOptions((before) => ({ ...before, [name]: value }))}
        />
      ))}
    </FormDialog>
  )
}

interface OptionProps {
  readonly name: string
  readonly option: TaskOption
  readonly value: Value | undefined
  readonly error: string | undefined
  onChange(value: Value): void
}

function Option({ name, option, value, error, onChange }: OptionProps) {
  const label = words.options[name] ?? name
  if (option.type === 'boolean')
    return (
      <Checkbox
        label={label}
        checked={value === true}
        error={error}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    )
  return (
    <TextInput
      type={option.format === 'date' ? 'date' : 'text'}
      label={label}
      value={typeof value === 'string' ? value : ''}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
