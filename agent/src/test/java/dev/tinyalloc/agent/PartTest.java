package dev.tinyalloc.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class PartTest {

  private static final byte[] CONTENT = {1, 2, 3, -1};

  @Test
  void shouldReadWhatWasStored() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (int i = 0; i < 300; i++) {
      files.put("some/folder/C" + i + ".class", new byte[i]);
    }
    files.put("a", CONTENT);

    Part part = new Part(stored(files));

    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      assertThat(part.read(file.getKey())).as(file.getKey()).isEqualTo(file.getValue());
    }
    assertThat(part.read("some/folder/C300.class")).isNull();
    assertThat(part.read("")).isNull();
  }

  @Test
  void shouldHandOutACopy() throws IOException {
    Part part = new Part(stored(Map.of("a", CONTENT)));

    Arrays.fill(part.read("a"), (byte) 9);

    assertThat(part.read("a")).isEqualTo(CONTENT);
  }

  @Test
  void shouldRefuseWhatIsCompressed() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry("a"));
      out.write(CONTENT);
    }
    assertThatThrownBy(() -> new Part(bytes.toByteArray()))
        .isInstanceOf(ZipException.class)
        .hasMessageContaining("compressed");
  }

  @Test
  void shouldThrowNothingElseWhereItIsDamaged() throws IOException {
    byte[] zip = stored(Map.of("a", CONTENT, "b", new byte[100]));
    for (int length = 0; length < zip.length; length++) {
      read(Arrays.copyOf(zip, length));
    }
    Random random = new Random(7);
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = zip.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      read(damaged);
    }
    assertThatThrownBy(() -> new Part(Arrays.copyOf(zip, zip.length - 1)))
        .isInstanceOf(ZipException.class)
        .hasMessageContaining("damaged");
  }

  private static void read(byte[] zip) {
    try {
      byte[] unused = new Part(zip).read("b");
    } catch (ZipException damaged) {
      assertThat(damaged).hasMessageContaining("part of the agent's jar");
    }
  }

  /** A zip file with these files, in the order of the map, as the agent's build writes it. */
  static byte[] stored(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        CRC32 checksum = new CRC32();
        checksum.update(file.getValue());
        entry.setCrc(checksum.getValue());
        entry.setSize(file.getValue().length);
        out.putNextEntry(entry);
        out.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }
}
