package org.fabricast.compiler.frontend;

import org.fabricast.diag.ErrorCode;

/**
 * Bounds that every model's dimensions keep, so that sizes computed from them neither overflow nor make anyone allocate by a
 * damaged header. The bounds lie far above the largest published models.
 *
 * <p>Errors: F2005.
 */
public final class Dimensions {

    /** Elements of a residual vector or inside a feed-forward network. */
    public static final int LARGEST_WIDTH = 1 << 20;
    /** Layers. */
    public static final int LARGEST_DEPTH = 1 << 12;
    /** Heads. */
    public static final int LARGEST_HEADS = 1 << 16;
    /** Token ids. */
    public static final int LARGEST_VOCABULARY = 1 << 22;
    /** Positions. */
    public static final int LARGEST_CONTEXT = 1 << 24;

    private final String subject;
    private final Findings findings;

    /** Checks the dimensions of {@code subject}. */
    public Dimensions(String subject, Findings findings) {
        this.subject = subject;
        this.findings = findings;
    }

    /** A count from 1 to {@code largest}; whether it is one. */
    public boolean count(String name, long value, int largest) {
        boolean good = value >= 1 && value <= largest;
        if (!good) {
            findings.add(ErrorCode.F2005, subject + ", " + name, "1 to " + largest, String.valueOf(value));
        }
        return good;
    }

    /** A number that another divides. */
    public void multiple(String name, long value, String divisorName, long divisor) {
        if (value % divisor != 0) {
            findings.add(ErrorCode.F2005, subject + ", " + name, "a multiple of " + divisorName + " " + divisor,
                    String.valueOf(value));
        }
    }

    /** An even head size, as rotary embedding needs. */
    public void evenHead(long headDim) {
        if (headDim < 2 || headDim % 2 != 0) {
            findings.add(ErrorCode.F2005, subject + ", head size", "an even number from 2", String.valueOf(headDim));
        }
    }
}
