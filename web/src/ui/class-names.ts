import { type ClassValue, clsx } from 'clsx';
import { twMerge } from 'tailwind-merge';

/** Joins class names; a later one wins over an earlier one that sets the same thing. */
export function cn(...parts: ClassValue[]): string {
  return twMerge(clsx(parts));
}
