package org.fabricast.compiler.lengths;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/**
 * Buckets as a user writes them, for a model whose context is not known yet: one size for all of them ({@code 128}), or a list
 * of last lengths ({@code 64,256,512}) or ranges ({@code 1-64,65-512}).
 *
 * @param option name of the option, for messages
 * @param size   size of equal buckets while nothing was written; shorter contexts have one bucket
 * @param text   what was written
 */
public record BucketSpec(String option, int size, Optional<String> text) {

    /** Lengths of one bucket. */
    private record Entry(int first, int last) { }

    public BucketSpec {
        if (size < 1) {
            throw new IllegalArgumentException("bucket size " + size);
        }
    }

    /** Buckets of the published size: 128 tokens of prompt. Source: FlightLLM's artefact. */
    public static BucketSpec prefill(Optional<String> text) {
        return new BucketSpec("--prefill-buckets", 128, text);
    }

    /** Buckets of the published size: 16 positions of decode. Source: FlightLLM's artefact. */
    public static BucketSpec decode(Optional<String> text) {
        return new BucketSpec("--decode-buckets", 16, text);
    }

    /**
     * The buckets for lengths 1 to {@code context}.
     *
     * <p>Errors: F1012 for an entry that is no length of the model, F1013 for entries that leave a length out, hold one twice or
     * do not increase; all of them at once.
     */
    public Buckets resolve(int context) {
        if (text.isEmpty()) {
            return equal(Math.min(size, context), context);
        }
        List<Diagnostic> findings = new ArrayList<>();
        String[] entries = text.get().split(",", -1);
        Buckets buckets = entries.length == 1 && !entries[0].contains("-")
                ? single(findings, entries[0], context) : list(findings, entries, context);
        if (!findings.isEmpty()) {
            throw new FabricastException(findings);
        }
        return buckets;
    }

    private static Buckets equal(int size, int context) {
        List<Integer> ends = new ArrayList<>();
        for (int end = size; end < context; end += size) {
            ends.add(end);
        }
        ends.add(context);
        return new Buckets(ends);
    }

    private Buckets single(List<Diagnostic> findings, String entry, int context) {
        return equal(number(findings, option, entry, context).orElse(context), context);
    }

    private Buckets list(List<Diagnostic> findings, String[] texts, int context) {
        List<Integer> ends = new ArrayList<>();
        int before = 0;
        for (int i = 0; i < texts.length; i++) {
            String place = option + ", entry " + (i + 1);
            Optional<Entry> entry = entry(findings, place, texts[i], before, context);
            if (entry.isPresent()) {
                follow(findings, place, texts[i], entry.get(), before);
                before = entry.get().last();
                ends.add(before);
            }
        }
        if (!findings.isEmpty()) {
            return equal(context, context);
        }
        if (before < context) {
            findings.add(new Diagnostic(ErrorCode.F1013, option + ", last entry", "an end at the model's longest length "
                    + context, String.valueOf(before), "Add a bucket: " + text.orElseThrow() + "," + context + "."));
        }
        return new Buckets(ends);
    }

    /** Two bounds, or one that begins behind the entry before. */
    private static Optional<Entry> entry(List<Diagnostic> findings, String place, String written, int before, int context) {
        String[] bounds = written.split("-", 2);
        Optional<Integer> last = number(findings, place, bounds[bounds.length - 1], context);
        if (bounds.length == 1) {
            return last.map(end -> new Entry(Math.min(before + 1, end), end));
        }
        Optional<Integer> first = number(findings, place, bounds[0], context);
        return first.flatMap(f -> last.map(l -> new Entry(f, l)));
    }

    private static void follow(List<Diagnostic> findings, String place, String written, Entry entry, int before) {
        String expected;
        if (entry.last() <= before || entry.last() < entry.first()) {
            expected = "an end above " + Math.max(before, entry.first() - 1);
        } else if (entry.first() > before + 1) {
            expected = "a bucket that begins at " + (before + 1);
        } else if (entry.first() <= before) {
            expected = "a bucket that begins at " + (before + 1) + ", behind the one before";
        } else {
            return;
        }
        boolean gap = entry.first() > before + 1 && entry.last() >= entry.first();
        String found = gap ? written + ", so that no bucket holds " + lengths(before + 1, entry.first() - 1) : written;
        findings.add(new Diagnostic(ErrorCode.F1013, place, expected, found, gap || entry.last() > before
                ? "Write " + (before + 1) + "-" + Math.max(entry.last(), before + 1) + "." : "Put the entries in increasing order."));
    }

    private static String lengths(int first, int last) {
        return first == last ? "length " + first : "lengths " + first + " to " + last;
    }

    private static Optional<Integer> number(List<Diagnostic> findings, String place, String written, int context) {
        String digits = written.strip();
        long value = digits.matches("[0-9]{1,9}") ? Long.parseLong(digits) : 0;
        if (value < 1 || value > context) {
            findings.add(new Diagnostic(ErrorCode.F1012, place, "a length from 1 to " + context + ", the model's longest",
                    digits.isEmpty() ? "nothing" : digits, "One size for all buckets, such as " + Math.min(16, context)
                    + ", or increasing last lengths up to " + context + " work."));
            return Optional.empty();
        }
        return Optional.of((int) value);
    }
}
