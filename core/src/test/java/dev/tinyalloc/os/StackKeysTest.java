package dev.tinyalloc.os;

import static dev.tinyalloc.os.StackKeys.MOST_FRAMES;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StackKeysTest {

  private static StackKey key() {
    return Objects.requireNonNull(StackKeys.ofCaller(), "this JDK's notes are not known");
  }

  private static StackKey below(int frames, Supplier<StackKey> innermost) {
    return frames == 0 ? innermost.get() : below(frames - 1, innermost);
  }

  private static int depth() {
    return Math.toIntExact(
        StackWalker.getInstance(StackWalker.Option.SHOW_REFLECT_FRAMES).walk(Stream::count));
  }

  private static final class One implements Supplier<StackKey> {
    @Override
    public StackKey get() {
      return key();
    }
  }

  private static final class Another implements Supplier<StackKey> {
    @Override
    public StackKey get() {
      return key();
    }
  }

  @Test
  void shouldBeTheSameWhereTheLinesAre() {
    Set<StackKey> keys = new HashSet<>();
    // So often that all of it gets compiled on the way.
    for (int i = 0; i < 20_000; i++) {
      keys.add(key());
    }
    assertThat(keys).hasSize(1);
  }

  @Test
  void shouldTellLinesOfOneMethodApart() {
    StackKey first = key();
    StackKey second = key();
    assertThat(first).isNotEqualTo(second);
    assertThat(first.frames()).isEqualTo(second.frames());
  }

  @Test
  void shouldTellClassesWithTheSameMethodsApart() {
    Set<StackKey> keys = new HashSet<>();
    for (Supplier<StackKey> each : List.of(new One(), new Another(), new One())) {
      keys.add(each.get());
    }
    assertThat(keys).hasSize(2);
  }

  @Test
  void shouldCountEveryFrameFromTheCallerOn() {
    int ours = depth();
    // In place of depth(), key() is on top of this.
    assertThat(key().frames()).isEqualTo(Math.min(ours, MOST_FRAMES));
  }

  @Test
  void shouldTellDepthsApartAsFarAsItLooks() {
    // On a thread of its own, where few frames are below.
    Set<StackKey> keys = CompletableFuture.supplyAsync(StackKeysTest::keysOfDepths).join();
    assertThat(keys).hasSize(100);
  }

  private static Set<StackKey> keysOfDepths() {
    Set<StackKey> keys = new HashSet<>();
    for (int depth = 0; depth < 100; depth++) {
      keys.add(below(depth, new One()));
    }
    return keys;
  }

  @Test
  void shouldLookAtNoMoreFramesThanItSays() {
    StackKey deep = below(2 * MOST_FRAMES, new One());
    assertThat(deep.frames()).isEqualTo(MOST_FRAMES);
    assertThat(below(3 * MOST_FRAMES, new One())).isEqualTo(deep);
  }

  @Test
  void shouldTellPlacesApartBehindTheFirstNotesOfTheVm() {
    // Of 32 frames each: these differ in the second or third only.
    StackKey one = below(50, new One());
    StackKey another = below(50, new One());
    assertThat(one).isNotEqualTo(another);
  }
}
