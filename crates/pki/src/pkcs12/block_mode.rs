//! Cipher block chaining with the padding of PKCS#7, over any block cipher.

use cbc::{Decryptor, Encryptor};
use cipher::block_padding::Pkcs7;
use cipher::{
    BlockCipherDecrypt, BlockCipherEncrypt, BlockModeDecrypt as _, BlockModeEncrypt as _,
    InnerIvInit as _, KeyInit,
};
use zeroize::Zeroizing;

/// Decrypts with a cipher that has its key; none when the padding or the sizes do not fit.
pub(super) fn decrypt<C: BlockCipherDecrypt>(
    cipher: C,
    iv: &[u8],
    sealed: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let mode = Decryptor::inner_iv_slice_init(cipher, iv).ok()?;
    let mut text = Zeroizing::new(sealed.to_vec());
    let size = mode.decrypt_padded::<Pkcs7>(&mut text).ok()?.len();
    text.truncate(size);
    Some(text)
}

/// As [`decrypt`], with a key of the one size that the cipher has.
pub(super) fn decrypt_with_key<C: BlockCipherDecrypt + KeyInit>(
    key: &[u8],
    iv: &[u8],
    sealed: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    decrypt(C::new_from_slice(key).ok()?, iv, sealed)
}

/// Encrypts with a cipher that has its key; none when the vector has another size than a block.
pub(super) fn encrypt<C: BlockCipherEncrypt>(cipher: C, iv: &[u8], text: &[u8]) -> Option<Vec<u8>> {
    let mode = Encryptor::inner_iv_slice_init(cipher, iv).ok()?;
    Some(mode.encrypt_padded_vec::<Pkcs7>(text))
}
