import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { FailureNotice } from '../../../../ui/failure-notice.tsx';
import { Skeleton } from '../../../../ui/skeleton.tsx';

interface LectureProps<T> {
  readonly requete: UseQueryResult<T>;
  /** « Votre compte n’a pas pu être lu ». */
  readonly echec: string;
  readonly children: (lu: T) => ReactNode;
}

/** What is read before a page can be drawn: its place, its failure with a way to try again, or the page. */
export function Lecture<T>({ requete, echec, children }: LectureProps<T>) {
  if (requete.data !== undefined) return children(requete.data);
  return requete.isPending ? (
    <Skeleton lines={6} label="Lecture de votre compte…" />
  ) : (
    <FailureNotice titre={echec} erreur={requete.error} onRelire={() => void requete.refetch()} />
  );
}
