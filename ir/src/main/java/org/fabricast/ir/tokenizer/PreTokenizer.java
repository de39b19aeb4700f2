package org.fabricast.ir.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One step that cuts text into the words BPE works on. No text is lost unless a step says so. */
sealed interface PreTokenizer permits PreTokenizer.PrefixSpace, PreTokenizer.Cut {

    /** Words of a word. */
    List<String> split(String word);

    /** A space in front of a word that begins with none. */
    record PrefixSpace() implements PreTokenizer {
        @Override
        public List<String> split(String word) {
            return List.of(word.startsWith(" ") ? word : " " + word);
        }
    }

    /**
     * Matches of a pattern become words of their own.
     *
     * @param pattern     what to look for
     * @param keepBetween whether the text between matches is kept as words too
     */
    record Cut(Pattern pattern, boolean keepBetween) implements PreTokenizer {
        @Override
        public List<String> split(String word) {
            List<String> words = new ArrayList<>();
            Matcher matcher = pattern.matcher(word);
            int done = 0;
            while (matcher.find()) {
                if (keepBetween && matcher.start() > done) {
                    words.add(word.substring(done, matcher.start()));
                }
                if (matcher.end() > matcher.start()) {
                    words.add(matcher.group());
                }
                done = matcher.end();
            }
            if (keepBetween && done < word.length()) {
                words.add(word.substring(done));
            }
            return words;
        }
    }

    /** Words of a text after all steps in order. */
    static List<String> all(List<PreTokenizer> steps, String text) {
        List<String> words = List.of(text);
        for (PreTokenizer step : steps) {
            words = words.stream().flatMap(word -> step.split(word).stream()).toList();
        }
        return words;
    }
}
