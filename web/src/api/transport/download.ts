import { requestFile } from '../http.ts';

/** Fetches a file as whoever is signed in, and hands it to the browser to keep. */
export async function download(path: string, name: string): Promise<void> {
  const address = URL.createObjectURL(await requestFile(path));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  URL.revokeObjectURL(address);
}
