package dev.tinyalloc.it.fidelity;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/** Two TLS engines that talk through direct buffers; the key store is made by the test. */
final class Tls {

  /** The system property that has the path of the key store. */
  private static final String KEY_STORE = "fidelity.keystore";

  private static final char[] PASSWORD = "password".toCharArray();
  private static final int RECORD = 17_000;

  private Tls() {}

  static void addTo(Checks checks) {
    checks
        .add("1.3", () -> new Talk("TLSv1.3").hold(5_000))
        .add("1.2", () -> new Talk("TLSv1.2").hold(5_000))
        .add("1.3, many records", () -> new Talk("TLSv1.3").hold(100_000))
        .add("1.3, target too small", () -> new Talk("TLSv1.3").wrapToSmall())
        .add("1.2, read-only target", () -> new Talk("TLSv1.2").wrapToReadOnly());
  }

  private static SSLContext context() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream input = Files.newInputStream(Path.of(System.getProperty(KEY_STORE)))) {
      store.load(input, PASSWORD);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  /** A connection without a network: what one engine wraps, the other unwraps. */
  private static final class Talk {

    private final SSLEngine client;
    private final SSLEngine server;
    private final ByteBuffer toServer = ByteBuffer.allocateDirect(2 * RECORD);
    private final ByteBuffer toClient = ByteBuffer.allocateDirect(2 * RECORD);
    private final ByteBuffer plain = ByteBuffer.allocateDirect(2 * RECORD);

    Talk(String protocol) throws Exception {
      SSLContext context = context();
      client = context.createSSLEngine("localhost", 1);
      server = context.createSSLEngine();
      client.setUseClientMode(true);
      server.setUseClientMode(false);
      client.setEnabledProtocols(new String[] {protocol});
    }

    String hold(int size) throws SSLException {
      ByteBuffer source = Contents.write(ByteBuffer.allocateDirect(size), 1);
      ByteBuffer target = ByteBuffer.allocateDirect(size + RECORD);
      handshake();
      while (source.hasRemaining()) {
        client.wrap(source, toServer);
        server.unwrap(toServer.flip(), target);
        toServer.compact();
      }
      client.closeOutbound();
      SSLEngineResult.Status closing = client.wrap(source, toServer.clear()).getStatus();
      int damage = Contents.damage(target.flip().slice(), 1);
      return Outcome.of(client.getSession().getProtocol(), damage, target, closing);
    }

    private void handshake() throws SSLException {
      client.beginHandshake();
      server.beginHandshake();
      for (int i = 0; i < 100 && busy(); i++) {
        step(client, toServer, toClient);
        step(server, toClient, toServer);
      }
      if (busy()) {
        throw new SSLException("no handshake");
      }
    }

    private boolean busy() {
      return client.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
          || server.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    }

    private void step(SSLEngine engine, ByteBuffer out, ByteBuffer in) throws SSLException {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> engine.getDelegatedTask().run();
        case NEED_WRAP -> engine.wrap(plain.clear().limit(0), out);
        default -> {
          engine.unwrap(in.flip(), plain.clear());
          in.compact();
        }
      }
    }

    String wrapToSmall() throws SSLException {
      handshake();
      ByteBuffer target = ByteBuffer.allocateDirect(100);
      ByteBuffer source = ByteBuffer.allocateDirect(500);
      return Outcome.of(client.wrap(source, target).getStatus(), source, target);
    }

    String wrapToReadOnly() throws SSLException {
      handshake();
      ByteBuffer target = ByteBuffer.allocateDirect(RECORD).asReadOnlyBuffer();
      return Outcome.failure(() -> client.wrap(ByteBuffer.allocateDirect(500), target));
    }
  }
}
