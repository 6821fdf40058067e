package dev.persistence.lifecycle.retention;

import dev.persistence.core.Explanation;
import dev.persistence.lifecycle.LifecycleException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-GCM with a random nonce before the text, bound to the file's name. Thread-safe. */
final class ArchiveCipher {

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecureRandom random = new SecureRandom();
  private final String name;
  private final SecretKey key;

  ArchiveCipher(String name, SecretKey key) {
    this.name = name;
    this.key = key;
  }

  String name() {
    return name;
  }

  byte[] encrypt(String file, byte[] plain) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, file, nonce).doFinal(plain);
      byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + encrypted.length);
      System.arraycopy(encrypted, 0, all, NONCE_BYTES, encrypted.length);
      return all;
    } catch (GeneralSecurityException refused) {
      throw failed("Nothing was archived", refused);
    }
  }

  byte[] decrypt(String file, byte[] stored) {
    try {
      return cipher(Cipher.DECRYPT_MODE, file, Arrays.copyOf(stored, NONCE_BYTES))
          .doFinal(stored, NONCE_BYTES, stored.length - NONCE_BYTES);
    } catch (GeneralSecurityException | IllegalArgumentException refused) {
      throw failed("The file \"" + file + "\" was not read", refused);
    }
  }

  private Cipher cipher(int mode, String file, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(file.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private LifecycleException failed(String what, Exception refused) {
    return new LifecycleException(
        new Explanation(
            what,
            "the key \"" + name + "\" does not fit: " + refused.getClass().getSimpleName(),
            "Give the AES key of this name, of 128, 192 or 256 bits"),
        refused);
  }
}
