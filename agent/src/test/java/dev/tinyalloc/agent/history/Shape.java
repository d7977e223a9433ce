package dev.tinyalloc.agent.history;

import java.util.Random;

/** How a site's live bytes may go, second by second; bytes are arbitrary. */
enum Shape {
  FLAT {
    @Override
    void fill(long[] levels, Random random) {
      for (int i = 0; i < levels.length; i++) {
        levels[i] = 1_000_000;
      }
    }
  },
  NOISE {
    @Override
    void fill(long[] levels, Random random) {
      for (int i = 0; i < levels.length; i++) {
        levels[i] = round(1_000_000 + 100_000 * random.nextGaussian());
      }
    }
  },
  /** Returns to its level in ten seconds. */
  WANDERING {
    @Override
    void fill(long[] levels, Random random) {
      wander(levels, random, 10);
    }
  },
  /** Returns to its level in a minute. */
  WANDERING_SLOWLY {
    @Override
    void fill(long[] levels, Random random) {
      wander(levels, random, 60);
    }
  },
  /** Freed by the collector only, every ten seconds or so. */
  SAWTOOTH {
    @Override
    void fill(long[] levels, Random random) {
      saw(levels, random, 10, 0);
    }
  },
  SLOW_SAWTOOTH {
    @Override
    void fill(long[] levels, Random random) {
      saw(levels, random, 40, 0);
    }
  },
  /** One of a hundred is never freed. */
  LEAK_BELOW_SAWTOOTH {
    @Override
    void fill(long[] levels, Random random) {
      saw(levels, random, 10, 0.01);
    }
  },
  LEAK_BELOW_NOISE {
    @Override
    void fill(long[] levels, Random random) {
      NOISE.fill(levels, random);
      for (int i = 0; i < levels.length; i++) {
        levels[i] += 1_000L * i;
      }
    }
  },
  WARM_UP {
    @Override
    void fill(long[] levels, Random random) {
      double tau = levels.length / 10.0;
      for (int i = 0; i < levels.length; i++) {
        levels[i] = round(1e6 * (1 - Math.exp(-i / tau)) + 10_000 * random.nextGaussian());
      }
    }
  },
  /** Grows evenly, and has been full for half of the time. */
  CACHE {
    @Override
    void fill(long[] levels, Random random) {
      double full = levels.length / 2.0;
      for (int i = 0; i < levels.length; i++) {
        levels[i] = round(1e6 * Math.min(1, i / full) + 10_000 * random.nextGaussian());
      }
    }
  },
  /** Three large blocks, taken one after the other and kept. */
  STEPS {
    @Override
    void fill(long[] levels, Random random) {
      for (int block = 0; block < 3; block++) {
        for (int i = random.nextInt(levels.length); i < levels.length; i++) {
          levels[i] += 4 << 20;
        }
      }
    }
  };

  /** Enters the levels, which are 0 before. */
  abstract void fill(long[] levels, Random random);

  private static long round(double level) {
    return Math.max(0, Math.round(level));
  }

  /** An Ornstein–Uhlenbeck process. */
  private static void wander(long[] levels, Random random, double seconds) {
    double stay = Math.exp(-1 / seconds);
    double off = random.nextGaussian();
    for (int i = 0; i < levels.length; i++) {
      off = stay * off + Math.sqrt(1 - stay * stay) * random.nextGaussian();
      levels[i] = round(1_000_000 + 100_000 * off);
    }
  }

  /** Takes 100,000 bytes a second; a collection leaves a little that differs. */
  private static void saw(long[] levels, Random random, double period, double leaked) {
    double last = -period * random.nextDouble();
    double next = last + period;
    double left = 0;
    for (int i = 0; i < levels.length; i++) {
      while (i >= next) {
        last = next;
        next += period * (0.7 + 0.6 * random.nextDouble());
        left = Math.abs(0.3 * random.nextGaussian());
      }
      levels[i] = round(1e5 * (i - last + left + leaked * i));
    }
  }
}
