package dev.tinyalloc.samples;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.misc.store.DirectIODirectory;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.NIOFSDirectory;

/**
 * Builds a Lucene index and searches it, past the system's page cache: each file that is read or
 * written so has a direct buffer of its own. Does a fixed amount of work and ends: for measurements
 * that run a program again and again.
 *
 * <p>{@code LuceneSample [DOCUMENTS]}. The index is in a temporary directory, which is removed. The
 * result is one line on standard output. Exit status: 0 all searches found what they should, 1 some
 * did not, 2 wrong usage.
 */
public final class LuceneSample {

  private static final int DOCUMENTS = 4_000;
  private static final int SEARCHES = 40;
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int WORDS = 40;
  private static final int VOCABULARY = 20_000;

  /** Each word {@code every<n>} is in one of n documents. */
  private static final int[] PLANTED = {2, 10, 100, 1_000};

  private final Directory directory;
  private final int documents;
  private long hits;
  private boolean right = true;

  private LuceneSample(Directory directory, int documents) {
    this.directory = directory;
    this.documents = documents;
  }

  /** Runs; see the class comment. */
  public static void main(String[] args) throws IOException {
    if (args.length > 1 || (args.length == 1 && !args[0].matches("[1-9][0-9]*"))) {
      System.err.println("usage: LuceneSample [DOCUMENTS]");
      System.exit(2);
    }
    int documents = args.length == 1 ? Integer.parseInt(args[0]) : DOCUMENTS;
    Path folder = Files.createTempDirectory("lucene-sample-");
    boolean right;
    try (Directory directory = open(folder)) {
      right = new LuceneSample(directory, documents).run();
    } finally {
      delete(folder);
    }
    System.exit(right ? 0 : 1);
  }

  /** Everything is read and written directly, however small it is. */
  private static Directory open(Path folder) throws IOException {
    FSDirectory plain = new NIOFSDirectory(folder);
    return new DirectIODirectory(plain, BUFFER_BYTES, 0) {
      @Override
      protected boolean useDirectIO(String name, IOContext context, OptionalLong length) {
        return true;
      }
    };
  }

  private static void delete(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private boolean run() throws IOException {
    long start = System.nanoTime();
    write();
    search();
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%,d documents, %,d searches, %,d hits in %.1f s (%,.0f documents/s)%n",
        documents,
        SEARCHES,
        hits,
        seconds,
        documents / seconds);
    return right;
  }

  private void write() throws IOException {
    IndexWriterConfig config = new IndexWriterConfig(new WhitespaceAnalyzer());
    config.setUseCompoundFile(false).setMaxBufferedDocs(500);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 0; i < documents; i++) {
        writer.addDocument(document(i, random));
      }
    }
  }

  private static Document document(int number, SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < WORDS; i++) {
      text.append('w').append(random.nextInt(VOCABULARY)).append(' ');
    }
    for (int every : PLANTED) {
      text.append(number % every == 0 ? "every" + every + " " : "");
    }
    Document document = new Document();
    document.add(new TextField("text", text.toString(), Field.Store.NO));
    document.add(new StoredField("number", number));
    return document;
  }

  private void search() throws IOException {
    for (int i = 0; i < SEARCHES; i += PLANTED.length) {
      // Opened anew, as after each change of an index.
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        for (int every : PLANTED) {
          search(new IndexSearcher(reader), every);
        }
      }
    }
  }

  private void search(IndexSearcher searcher, int every) throws IOException {
    TermQuery query = new TermQuery(new Term("text", "every" + every));
    int found = searcher.count(query);
    hits += found;
    right &= found == (documents + every - 1) / every;
    for (ScoreDoc hit : searcher.search(query, 10).scoreDocs) {
      Document document = searcher.storedFields().document(hit.doc);
      right &= document.getField("number").numericValue().intValue() % every == 0;
    }
  }
}
