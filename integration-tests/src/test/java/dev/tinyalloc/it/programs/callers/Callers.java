package dev.tinyalloc.it.programs.callers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Gets one direct buffer in every way there is, and says of each where it asked for it. Runs in any
 * class loader: it needs nothing beyond {@code java.base} and what lies in its own package.
 */
public final class Callers {

  /** Begins each line that names a caller: kind, class, method and line, separated by tabs. */
  public static final String MARK = "caller\t";

  static final int SIZE = 64;

  private static final MethodType TYPE = MethodType.methodType(ByteBuffer.class, int.class);
  private static final List<ByteBuffer> KEPT = new ArrayList<>();

  private Callers() {}

  public static void main(String[] arguments) throws Throwable {
    direct();
    lambda();
    initialisers();
    references();
    serializable();
    handles();
    reflection();
    proxies();
    hidden();
    generated();
    channel();
    foreign();
  }

  private static void direct() {
    keep("direct call", here(), ByteBuffer.allocateDirect(SIZE));
  }

  private static void lambda() {
    Runnable body = () -> keep("lambda body", here(), ByteBuffer.allocateDirect(SIZE));
    body.run();
  }

  private static void initialisers() {
    new Initialised().report();
  }

  private static void references() {
    keep("method reference", here(), call(ByteBuffer::allocateDirect));
    keep("in a stream", here(), IntStream.of(SIZE).mapToObj(ByteBuffer::allocateDirect).toList());
  }

  /** Written, read back and called; the call is that of the line which wrote the reference. */
  private static void serializable() throws Exception {
    Maker maker;
    keep("serializable reference", here(), call(maker = ByteBuffer::allocateDirect));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(maker);
    }
    InputStream in = new ByteArrayInputStream(bytes.toByteArray());
    try (ObjectInputStream objects = new ObjectInputStream(in)) {
      KEPT.add(call((Maker) objects.readObject()));
    }
  }

  private static void handles() throws Throwable {
    MethodHandle own = MethodHandles.lookup().findStatic(ByteBuffer.class, "allocateDirect", TYPE);
    keep("findStatic", here(), (ByteBuffer) own.invokeExact(SIZE));
    MethodHandle open =
        MethodHandles.publicLookup().findStatic(ByteBuffer.class, "allocateDirect", TYPE);
    MethodHandle bound = MethodHandles.insertArguments(open, 0, SIZE);
    keep("publicLookup", here(), (ByteBuffer) bound.invoke());
  }

  private static void reflection() throws Exception {
    Method method = ByteBuffer.class.getMethod("allocateDirect", int.class);
    keep("reflection", here(), (ByteBuffer) method.invoke(null, SIZE));
    for (int i = 0; i < 20; i++) {
      // Beyond what JDK 17 interprets, to the accessor that it generates then.
      KEPT.add((ByteBuffer) method.invoke(null, SIZE));
    }
    keep("reflection often", here(), (ByteBuffer) method.invoke(null, SIZE));
  }

  private static void proxies() throws Throwable {
    Supplier<?> proxy =
        (Supplier<?>)
            Proxy.newProxyInstance(
                Callers.class.getClassLoader(),
                new Class<?>[] {Supplier.class},
                (self, method, none) -> kept("proxy", here(), ByteBuffer.allocateDirect(SIZE)));
    KEPT.add((ByteBuffer) proxy.get());
    MethodHandle handle =
        MethodHandles.publicLookup().findStatic(ByteBuffer.class, "allocateDirect", TYPE);
    IntFunction<?> maker = MethodHandleProxies.asInterfaceInstance(IntFunction.class, handle);
    keep("handle as interface", here(), (ByteBuffer) maker.apply(SIZE));
  }

  private static void hidden() throws Exception {
    byte[] classFile;
    try (InputStream in = Callers.class.getResourceAsStream("Hidden.class")) {
      classFile = in.readAllBytes();
    }
    MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(classFile, true);
    Runnable runnable = (Runnable) lookup.lookupClass().getDeclaredConstructor().newInstance();
    runnable.run();
  }

  /** What no compiler writes; the test has made the class. */
  private static void generated() throws Exception {
    Class<?> type = Class.forName(Callers.class.getPackageName() + ".Generated");
    crack((MethodHandle) type.getMethod("handle").invoke(null));
    for (Method method : type.getMethods()) {
      if (method.getReturnType() == ByteBuffer.class) {
        ByteBuffer made = (ByteBuffer) method.invoke(null);
        int line = type.getField(method.getName()).getInt(null);
        keep(
            method.getName(),
            new StackTraceElement(type.getName(), method.getName(), "Generated.java", line),
            made);
      }
    }
  }

  /** A handle from the constant pool can still be asked what it stands for, and be reflected. */
  private static void crack(MethodHandle handle) throws Exception {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    MethodHandleInfo info = lookup.revealDirect(handle);
    Method method = info.reflectAs(Method.class, lookup);
    ByteBuffer made = (ByteBuffer) method.invoke(null, SIZE);
    if (!info.getName().equals("allocateDirect")
        || !info.getMethodType().equals(TYPE)
        || info.getReferenceKind() != MethodHandleInfo.REF_invokeStatic
        || made.capacity() != SIZE) {
      throw new AssertionError(info);
    }
  }

  /** The JDK itself wants a direct buffer for a heap buffer that goes to a channel. */
  private static void channel() throws Exception {
    Path file = Files.createTempFile("callers", null);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[100_000]));
    } finally {
      Files.delete(file);
    }
  }

  /** Memory of its own, under a buffer by a private constructor. */
  private static void foreign() throws Exception {
    Class<?> unsafe = Class.forName("sun.misc.Unsafe", true, null);
    var field = unsafe.getDeclaredField("theUnsafe");
    field.setAccessible(true);
    Object instance = field.get(null);
    long address = (long) unsafe.getMethod("allocateMemory", long.class).invoke(instance, SIZE);
    Class<?> buffer = Class.forName("java.nio.DirectByteBuffer");
    boolean old = Runtime.version().feature() < 21;
    Constructor<?> constructor =
        buffer.getDeclaredConstructor(long.class, old ? int.class : long.class);
    constructor.setAccessible(true);
    KEPT.add(
        (ByteBuffer)
            (old
                ? constructor.newInstance(address, SIZE)
                : constructor.newInstance(address, (long) SIZE)));
  }

  private interface Maker extends IntFunction<ByteBuffer>, Serializable {}

  private static ByteBuffer call(IntFunction<ByteBuffer> maker) {
    return maker.apply(SIZE);
  }

  private static void keep(String kind, StackTraceElement caller, List<ByteBuffer> made) {
    keep(kind, caller, made.get(0));
  }

  static void keep(String kind, StackTraceElement caller, ByteBuffer made) {
    Object same = kept(kind, caller, made);
    if (same != made) {
      throw new AssertionError();
    }
  }

  private static Object kept(String kind, StackTraceElement caller, ByteBuffer made) {
    KEPT.add(made);
    String place = caller.getClassName() + "\t" + caller.getMethodName();
    System.out.println(MARK + kind + "\t" + place + "\t" + caller.getLineNumber());
    return made;
  }

  /** The line that calls this. */
  static StackTraceElement here() {
    return new Throwable().getStackTrace()[1];
  }
}
