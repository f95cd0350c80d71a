/** A file of an output; alone it is printed, several are put into a folder. */
export interface RenderedFile {
  /** Below the folder, such as `main.tf`. */
  readonly path: string;
  readonly text: string;
}
