import { useQuery } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import { meQuery } from '../api/queries.ts'
import type { Me, Right } from '../api/shapes.ts'

export const MeContext = createContext<Me | undefined>(undefined)

/** Who is signed in. Only below RequireSession. */
export function useMe(): Me {
  const me = useContext(MeContext)
  if (!me) throw new Error('nobody is signed in here')
  return me
}

export const mayOf = (me: Me, right: Right): boolean => me.rights.includes(right)
export const useMeQuery = () => useQuery(meQuery)
