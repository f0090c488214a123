/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * usage: LuceneSearch INDEX QUERY
 *
 * The ten best articles of an index of LuceneBuild that have all the words, each with a passage.
 */
import java.nio.file.Paths;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.queryparser.classic.MultiFieldQueryParser;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.store.FSDirectory;

public class LuceneSearch {
    private static final int WANTED = 10;

    public static void main(String[] arguments) throws Exception {
        EnglishAnalyzer analyzer = new EnglishAnalyzer();
        MultiFieldQueryParser parser =
                new MultiFieldQueryParser(new String[] {"headline", "body"}, analyzer);
        parser.setDefaultOperator(QueryParser.Operator.AND);
        Query query = parser.parse(arguments[1]);
        try (FSDirectory directory = FSDirectory.open(Paths.get(arguments[0]));
             DirectoryReader reader = DirectoryReader.open(directory)) {
            IndexSearcher searcher = new IndexSearcher(reader);
            TopDocs best = searcher.search(query, WANTED);
            String[] passages = new UnifiedHighlighter(searcher, analyzer).highlight("body", query, best);
            for (int i = 0; i < best.scoreDocs.length; i++) {
                String headline = searcher.doc(best.scoreDocs[i].doc).get("headline");
                System.out.println(headline + "\t" + passages[i]);
            }
        }
    }
}
