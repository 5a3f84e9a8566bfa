export { type PasswordFile, type PasswordFileOptions, passwordFile } from "./password-file.ts";
