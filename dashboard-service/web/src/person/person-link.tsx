import { Anchor } from '@mantine/core'
import { Link } from 'react-router'

/** A name wherever one is written: it leads to the person. */
export const PersonLink = ({ id, name, date }: { id: number; name: string; date?: string | undefined }) => (
  <Anchor
    component={Link}
    to={`/people/${id}${date === undefined ? '' : `?date=${date}`}`}
    fz="inherit"
    fw="inherit"
    className="person-link"
  >
    {name}
  </Anchor>
)
