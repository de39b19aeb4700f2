package org.fabricast.compiler.sparse;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.isa.BlockPattern;

/**
 * N of every M consecutive inputs of a row are stored.
 *
 * @param n weights stored
 * @param m weights to choose from
 */
public record NmPattern(int n, int m) {

    /** Every pattern of a whole layer, densest first. */
    public static final List<NmPattern> ALL = List.of(new NmPattern(16, 16), new NmPattern(8, 16), new NmPattern(4, 16),
            new NmPattern(2, 16), new NmPattern(2, 4), new NmPattern(1, 4));

    private static final Pattern TEXT = Pattern.compile("(\\d{1,4}):(\\d{1,4})");

    public NmPattern {
        boolean sixteen = m == 16 && (n == 2 || n == 4 || n == 8 || n == 16);
        boolean four = m == 4 && (n == 1 || n == 2);
        if (!sixteen && !four) {
            throw new IllegalArgumentException("no pattern " + n + ":" + m);
        }
    }

    /**
     * Reads {@code N:M}.
     *
     * <p>Errors: F1008 for everything but the patterns of {@link #ALL}.
     *
     * @param place for the message
     */
    public static NmPattern parse(String text, String place) {
        Matcher matcher = TEXT.matcher(text);
        if (matcher.matches()) {
            int n = Integer.parseInt(matcher.group(1));
            int m = Integer.parseInt(matcher.group(2));
            for (NmPattern pattern : ALL) {
                if (pattern.n == n && pattern.m == m) {
                    return pattern;
                }
            }
        }
        throw new FabricastException(ErrorCode.F1008, place,
                ALL.stream().map(NmPattern::text).reduce((a, b) -> a + ", " + b).orElseThrow(), text, nearest(matcher));
    }

    private static String nearest(Matcher matcher) {
        if (!matcher.matches()) {
            return "";
        }
        int n = Integer.parseInt(matcher.group(1));
        int m = Integer.parseInt(matcher.group(2));
        if (n < 1 || n > m) {
            return "A pattern stores at least one weight of M and at most M.";
        }
        return "For about " + Math.round(100.0 * n / m) + " % of the weights give the density "
                + Math.round(1000.0 * n / m) / 1000.0 + ": N is then chosen per block of 16×16.";
    }

    /** Weights stored per row of a block of 16 inputs. */
    public int perBlockRow() {
        return n * BlockGrid.EDGE / m;
    }

    /** What a block stores, by the names of the instruction set. */
    public BlockPattern blockPattern() {
        for (BlockPattern pattern : BlockPattern.values()) {
            if (pattern.among() == m && pattern.slots() == perBlockRow()) {
                return pattern;
            }
        }
        throw new IllegalArgumentException("no pattern " + text());
    }

    /** Part of the weights that is stored. */
    public double density() {
        return (double) n / m;
    }

    /** {@code N:M}. */
    public String text() {
        return n + ":" + m;
    }
}
