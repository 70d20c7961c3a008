// Lucene alone: standard tokenizer, lower case, possessives, Porter stems, no stop words; BM25;
// facets counted from doc values into arrays. The jar has no highlighter: its page has no snippets.
//
//   Peer index CORPUS.jsonl DIR THREADS RAM_MB
//   Peer query DIR QUERIES.jsonl match|page WARM ITERATIONS FIELDS
//
// Queries come out as one line of JSON each: {"n", "hits", "us": [thread CPU time, ...]}.

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.queryparser.classic.MultiFieldQueryParser;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MultiCollector;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.Version;

public class Peer {
  /** The string columns; the first five are the facets of a page. */
  static final String[] COLUMNS = {"source", "section", "country", "author", "tags", "lang"};

  static final String END = new String("end");
  static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  public static void main(String[] args) throws Exception {
    if (args.length == 5 && args[0].equals("index")) {
      index(Path.of(args[1]), Path.of(args[2]), Integer.parseInt(args[3]), Integer.parseInt(args[4]));
    } else if (args.length == 7 && args[0].equals("query")) {
      query(args);
    } else if (args.length == 1 && args[0].equals("version")) {
      System.out.println("Lucene " + Version.LATEST + ", Java " + Runtime.version());
    } else {
      System.err.println("usage: Peer index CORPUS DIR THREADS RAM_MB | query DIR QUERIES match|page WARM ITERATIONS FIELDS");
      System.exit(2);
    }
  }

  static Analyzer analyzer() {
    return new EnglishAnalyzer(CharArraySet.EMPTY_SET);
  }

  static void index(Path corpus, Path dir, int threads, int ramMb) throws Exception {
    IndexWriterConfig config = new IndexWriterConfig(analyzer()).setRAMBufferSizeMB(ramMb);
    config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
    BlockingQueue<String> lines = new ArrayBlockingQueue<>(1_000);
    try (Directory files = FSDirectory.open(dir); IndexWriter writer = new IndexWriter(files, config)) {
      Throwable[] failed = new Throwable[1];
      List<Thread> workers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Thread worker = new Thread(() -> {
          ObjectMapper json = new ObjectMapper();
          try {
            for (String line = lines.take(); line != END; line = lines.take()) {
              writer.addDocument(document(json.readTree(line)));
            }
          } catch (Throwable e) {
            failed[0] = e;
            e.printStackTrace();
            System.exit(1);
          }
        });
        worker.start();
        workers.add(worker);
      }
      try (BufferedReader reader = Files.newBufferedReader(corpus)) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          lines.put(line);
        }
      }
      for (int i = 0; i < threads; i++) {
        lines.put(END);
      }
      for (Thread worker : workers) {
        worker.join();
      }
      writer.commit();
    }
    try (DirectoryReader reader = DirectoryReader.open(FSDirectory.open(dir))) {
      System.out.printf("{\"docs\":%d,\"segments\":%d}%n", reader.numDocs(), reader.leaves().size());
    }
  }

  static Document document(JsonNode record) {
    Document document = new Document();
    document.add(new StringField("id", record.path("id").asText(), Field.Store.YES));
    document.add(new TextField("title", record.path("title").asText(), Field.Store.YES));
    document.add(new TextField("body", record.path("body").asText(), Field.Store.YES));
    for (String column : COLUMNS) {
      JsonNode values = record.path(column);
      if (values.isArray()) {
        values.forEach(value -> column(document, column, value.asText()));
      } else if (!values.asText().isEmpty()) {
        column(document, column, values.asText());
      }
    }
    if (record.hasNonNull("date")) {
      long seconds = Instant.parse(record.get("date").asText()).getEpochSecond();
      document.add(new LongPoint("date", seconds));
      document.add(new NumericDocValuesField("date", seconds));
      document.add(new StoredField("date", seconds));
    }
    document.add(new StoredField("url", record.path("url").asText()));
    return document;
  }

  static void column(Document document, String name, String value) {
    document.add(new StringField(name, value, Field.Store.YES));
    document.add(new SortedSetDocValuesField(name, new BytesRef(value)));
  }

  static void query(String[] args) throws Exception {
    boolean page = args[3].equals("page");
    boolean top = args[3].equals("top");
    int warm = Integer.parseInt(args[4]);
    int runs = Integer.parseInt(args[5]);
    String[] fields = args[6].split(",");
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> queries = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(args[2]))) {
      queries.add(json.readTree(line));
    }
    try (DirectoryReader reader = DirectoryReader.open(MMapDirectory.open(Path.of(args[1])))) {
      IndexSearcher searcher = new IndexSearcher(reader);
      // What is timed is the search, not the memory of the last one.
      searcher.setQueryCache(null);
      Analyzer analyzer = analyzer();
      QueryParser parser = fields.length == 1 ? new QueryParser(fields[0], analyzer) : new MultiFieldQueryParser(fields, analyzer);
      double[][] us = new double[queries.size()][runs];
      Long[] hits = new Long[queries.size()];
      for (int pass = 0; pass < warm + runs; pass++) {
        for (int n = 0; n < queries.size(); n++) {
          if (!queries.get(n).hasNonNull("raw")) {
            // Peers have no form for it.
            us[n] = new double[0];
            continue;
          }
          long started = THREADS.getCurrentThreadCpuTime();
          Query query = build(parser, fields, queries.get(n));
          hits[n] = page ? page(searcher, query) : top ? top(searcher, query) : match(searcher, query).totalHits.value;
          long spent = THREADS.getCurrentThreadCpuTime() - started;
          if (pass >= warm) {
            us[n][pass - warm] = spent / 1e3;
          }
        }
      }
      StringBuilder out = new StringBuilder();
      for (int n = 0; n < us.length; n++) {
        out.append("{\"n\":" + n + ",\"hits\":" + hits[n] + ",\"us\":" + Arrays.toString(us[n]) + "}\n");
      }
      System.out.print(out);
    }
  }

  /** Ten hits and the exact total: a threshold that no result reaches switches estimates off. */
  static TopDocs match(IndexSearcher searcher, Query query) throws Exception {
    return searcher.search(query, TopScoreDocCollector.createSharedManager(10, null, Integer.MAX_VALUE));
  }

  /** Ten hits and no total: what cannot be among them is skipped. */
  static long top(IndexSearcher searcher, Query query) throws Exception {
    return searcher.search(query, TopScoreDocCollector.createSharedManager(10, null, 10)).scoreDocs.length;
  }

  /** Ten hits with their documents, the exact total, five facets of ten values. */
  static long page(IndexSearcher searcher, Query query) throws Exception {
    TopScoreDocCollector top = TopScoreDocCollector.create(10, Integer.MAX_VALUE);
    Facets facets = new Facets(Arrays.copyOf(COLUMNS, 5));
    searcher.search(query, MultiCollector.wrap(top, facets));
    TopDocs found = top.topDocs();
    int seen = facets.best(10);
    for (ScoreDoc hit : found.scoreDocs) {
      seen += searcher.storedFields().document(hit.doc).get("title").length();
    }
    return seen < 0 ? -1 : found.totalHits.value;
  }

  /** Counts values by ordinal, segment by segment. */
  static class Facets extends SimpleCollector {
    final String[] names;
    final List<Object[]> segments = new ArrayList<>();
    SortedSetDocValues[] values;
    int[][] counts;

    Facets(String[] names) {
      this.names = names;
    }

    @Override
    protected void doSetNextReader(LeafReaderContext context) throws java.io.IOException {
      values = new SortedSetDocValues[names.length];
      counts = new int[names.length][];
      for (int i = 0; i < names.length; i++) {
        values[i] = DocValues.getSortedSet(context.reader(), names[i]);
        counts[i] = new int[(int) values[i].getValueCount()];
      }
      segments.add(new Object[] {values, counts});
    }

    @Override
    public void collect(int document) throws java.io.IOException {
      for (int i = 0; i < values.length; i++) {
        if (values[i].advanceExact(document)) {
          for (int left = values[i].docValueCount(); left > 0; left--) {
            counts[i][(int) values[i].nextOrd()]++;
          }
        }
      }
    }

    @Override
    public ScoreMode scoreMode() {
      return ScoreMode.COMPLETE_NO_SCORES;
    }

    /** Adds the segments up by value and chooses the most frequent. */
    int best(int limit) throws java.io.IOException {
      int seen = 0;
      for (int i = 0; i < names.length; i++) {
        Map<BytesRef, Integer> sums = new HashMap<>();
        for (Object[] segment : segments) {
          SortedSetDocValues labels = ((SortedSetDocValues[]) segment[0])[i];
          int[] count = ((int[][]) segment[1])[i];
          for (int ordinal = 0; ordinal < count.length; ordinal++) {
            if (count[ordinal] > 0) {
              sums.merge(BytesRef.deepCopyOf(labels.lookupOrd(ordinal)), count[ordinal], Integer::sum);
            }
          }
        }
        List<Map.Entry<BytesRef, Integer>> order = new ArrayList<>(sums.entrySet());
        order.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
        seen += Math.min(limit, order.size());
      }
      return seen;
    }
  }

  static Query build(QueryParser parser, String[] fields, JsonNode line) throws Exception {
    String text = line.get("raw").asText();
    String word = text.replaceAll("[*~].*", "").toLowerCase();
    String kind = line.path("class").asText();
    Query query;
    if (kind.equals("prefix") || kind.equals("fuzzy")) {
      BooleanQuery.Builder any = new BooleanQuery.Builder();
      for (String field : fields) {
        Term term = new Term(field, word);
        Query one = kind.equals("prefix") ? new PrefixQuery(term) : new FuzzyQuery(term, 1);
        any.add(one, BooleanClause.Occur.SHOULD);
      }
      query = any.build();
    } else {
      query = parser.parse(text);
    }
    boolean dated = line.hasNonNull("from") || line.hasNonNull("to");
    if (!dated && !line.hasNonNull("source")) {
      return query;
    }
    BooleanQuery.Builder all = new BooleanQuery.Builder().add(query, BooleanClause.Occur.MUST);
    if (dated) {
      long from = line.hasNonNull("from") ? Instant.parse(line.get("from").asText() + "T00:00:00Z").getEpochSecond() : Long.MIN_VALUE;
      long to = line.hasNonNull("to") ? Instant.parse(line.get("to").asText() + "T23:59:59Z").getEpochSecond() : Long.MAX_VALUE;
      Query points = LongPoint.newRangeQuery("date", from, to);
      Query columns = NumericDocValuesField.newSlowRangeQuery("date", from, to);
      all.add(new org.apache.lucene.search.IndexOrDocValuesQuery(points, columns), BooleanClause.Occur.FILTER);
    }
    if (line.hasNonNull("source")) {
      all.add(new TermQuery(new Term("source", line.get("source").asText())), BooleanClause.Occur.FILTER);
    }
    return all.build();
  }
}
