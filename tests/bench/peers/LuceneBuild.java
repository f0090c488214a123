/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * usage: LuceneBuild articles.dump INDEX THREADS
 *
 * Lucene as it is commonly set up for news: headline and text with positions and stored, English
 * stems, the day as a point. The dump is that of tests/bench/corpora.
 */
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;

public class LuceneBuild {
    private static final String END = "";
    private static final int BUFFER_MEGABYTES = 64;

    private static Document read(String record) {
        String[] fields = record.split("\u001f", -1);
        String digits = (fields[1].replaceAll("\\D", "") + "00000101").substring(0, 8);
        Document document = new Document();
        document.add(new StringField("id", fields[0], Field.Store.YES));
        document.add(new LongPoint("date", Long.parseLong(digits)));
        document.add(new TextField("headline", fields[2], Field.Store.YES));
        document.add(new TextField("body", fields[3], Field.Store.YES));
        return document;
    }

    private static Void work(ArrayBlockingQueue<String> records, IndexWriter writer)
            throws IOException, InterruptedException {
        for (String record; !(record = records.take()).equals(END);) {
            writer.addDocument(read(record));
        }
        return null;
    }

    public static void main(String[] arguments) throws Exception {
        int threads = Integer.parseInt(arguments[2]);
        IndexWriterConfig config = new IndexWriterConfig(new EnglishAnalyzer());
        config.setRAMBufferSizeMB(BUFFER_MEGABYTES);
        ArrayBlockingQueue<String> records = new ArrayBlockingQueue<>(1000);
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        List<Future<Void>> results = new ArrayList<>();
        try (FSDirectory directory = FSDirectory.open(Paths.get(arguments[1]));
             IndexWriter writer = new IndexWriter(directory, config);
             BufferedReader file = Files.newBufferedReader(Paths.get(arguments[0]), StandardCharsets.UTF_8);
             Scanner dump = new Scanner(file).useDelimiter("\u001e")) {
            for (int i = 0; i < threads; i++) {
                results.add(workers.submit(() -> work(records, writer)));
            }
            while (dump.hasNext()) {
                records.put(dump.next());
            }
            for (int i = 0; i < threads; i++) {
                records.put(END);
            }
            for (Future<Void> result : results) {
                result.get();
            }
        }
        workers.shutdown();
    }
}
