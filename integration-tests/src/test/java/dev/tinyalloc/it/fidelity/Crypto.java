package dev.tinyalloc.it.fidelity;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Digests, ciphers and signatures over direct buffers. */
final class Crypto {

  private static final String GCM = "AES/GCM/NoPadding";
  private static final String CBC = "AES/CBC/PKCS5Padding";

  private Crypto() {}

  static void addTo(Checks checks) {
    checks
        .add("MD5", () -> digest("MD5", 999))
        .add("SHA-256", () -> digest("SHA-256", 100_000))
        .add("SHA3-512", () -> digest("SHA3-512", 4_097))
        .add("digest of a slice", Crypto::digestOfSlice)
        .add("HMAC", Crypto::mac)
        .add("GCM", () -> encrypted(GCM, gcm(), 5_000))
        .add("GCM and back", () -> decrypted(GCM, gcm(), 5_000))
        .add("GCM in place", Crypto::inPlace)
        .add("GCM tampered with", Crypto::tampered)
        .add("CBC", () -> encrypted(CBC, iv(16), 70_000))
        .add("CBC and back", () -> decrypted(CBC, iv(16), 70_000))
        .add("CTR", () -> encrypted("AES/CTR/NoPadding", iv(16), 333))
        .add("ChaCha20", () -> encrypted("ChaCha20-Poly1305", iv(12), 2_000))
        .add("target too small", Crypto::tooSmall)
        .add("read-only target", Crypto::readOnlyTarget)
        .add("RSA signature", () -> signature("RSA", 1_024, "SHA256withRSA"))
        .add("ECDSA signature", () -> signature("EC", 256, "SHA256withECDSA"));
  }

  private static byte[] digest(String algorithm, int size) throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance(algorithm);
    digest.update(Contents.write(ByteBuffer.allocateDirect(size), 1));
    digest.update(ByteBuffer.allocateDirect(size / 2));
    return digest.digest();
  }

  private static byte[] digestOfSlice() throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-1");
    digest.update(Contents.write(ByteBuffer.allocateDirect(500), 1).slice(77, 300));
    return digest.digest();
  }

  private static byte[] mac() throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Contents.bytes(32, 3), "HmacSHA256"));
    mac.update(Contents.write(ByteBuffer.allocateDirect(10_000), 1));
    return mac.doFinal();
  }

  private static AlgorithmParameterSpec gcm() {
    return new GCMParameterSpec(128, Contents.bytes(12, 4));
  }

  private static AlgorithmParameterSpec iv(int size) {
    return new IvParameterSpec(Contents.bytes(size, 4));
  }

  private static Cipher cipher(String name, int mode, AlgorithmParameterSpec parameters)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(name);
    String algorithm = name.startsWith("AES") ? "AES" : "ChaCha20";
    cipher.init(mode, new SecretKeySpec(Contents.bytes(32, 3), algorithm), parameters);
    return cipher;
  }

  private static ByteBuffer encrypt(String name, AlgorithmParameterSpec parameters, int size)
      throws GeneralSecurityException {
    Cipher cipher = cipher(name, Cipher.ENCRYPT_MODE, parameters);
    ByteBuffer target = ByteBuffer.allocateDirect(cipher.getOutputSize(size));
    cipher.doFinal(Contents.write(ByteBuffer.allocateDirect(size), 1), target);
    return target.flip();
  }

  private static String encrypted(String name, AlgorithmParameterSpec parameters, int size)
      throws GeneralSecurityException {
    ByteBuffer result = encrypt(name, parameters, size);
    return Outcome.of(result, result.hashCode());
  }

  private static String decrypted(String name, AlgorithmParameterSpec parameters, int size)
      throws GeneralSecurityException {
    ByteBuffer source = encrypt(name, parameters, size);
    ByteBuffer target = ByteBuffer.allocateDirect(source.remaining());
    int count = cipher(name, Cipher.DECRYPT_MODE, parameters).doFinal(source, target);
    return Outcome.of(count, target.flip(), Contents.damage(target.slice(), 1));
  }

  private static String inPlace() throws GeneralSecurityException {
    Cipher cipher = cipher(GCM, Cipher.ENCRYPT_MODE, gcm());
    ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(1_016), 1);
    int count = cipher.doFinal(buffer.duplicate().limit(1_000), buffer);
    return Outcome.of(count, buffer, buffer.flip().hashCode());
  }

  private static String tampered() throws GeneralSecurityException {
    ByteBuffer source = encrypt(GCM, gcm(), 500);
    source.put(10, (byte) (source.get(10) + 1));
    Cipher cipher = cipher(GCM, Cipher.DECRYPT_MODE, gcm());
    ByteBuffer target = ByteBuffer.allocateDirect(600);
    return Outcome.of(Outcome.failure(() -> cipher.doFinal(source, target)), target.position());
  }

  private static String tooSmall() throws GeneralSecurityException {
    Cipher cipher = cipher(CBC, Cipher.ENCRYPT_MODE, iv(16));
    ByteBuffer target = ByteBuffer.allocateDirect(20);
    return Outcome.failure(() -> cipher.doFinal(ByteBuffer.allocateDirect(50), target));
  }

  private static String readOnlyTarget() throws GeneralSecurityException {
    Cipher cipher = cipher(CBC, Cipher.ENCRYPT_MODE, iv(16));
    ByteBuffer target = ByteBuffer.allocateDirect(200).asReadOnlyBuffer();
    return Outcome.failure(() -> cipher.doFinal(ByteBuffer.allocateDirect(50), target));
  }

  private static boolean signature(String keys, int size, String algorithm)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(keys);
    generator.initialize(size);
    KeyPair pair = generator.generateKeyPair();
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(pair.getPrivate());
    signature.update(Contents.write(ByteBuffer.allocateDirect(3_000), 1));
    byte[] signed = signature.sign();
    signature.initVerify(pair.getPublic());
    signature.update(ByteBuffer.wrap(Contents.bytes(3_000, 1)));
    return signature.verify(signed);
  }
}
