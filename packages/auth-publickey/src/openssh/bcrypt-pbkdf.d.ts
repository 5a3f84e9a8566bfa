/** What we use of it: it brings no types. */
declare module "bcrypt-pbkdf" {
  /** OpenBSD's bcrypt_pbkdf(3): fills `key`. Returns 0, or -1 when it cannot. */
  function pbkdf(
    passphrase: Uint8Array,
    passphraseBytes: number,
    salt: Uint8Array,
    saltBytes: number,
    key: Uint8Array,
    keyBytes: number,
    rounds: number,
  ): number;

  const bcrypt: { readonly pbkdf: typeof pbkdf };
  export default bcrypt;
}
