package org.fabricast.compiler.estimate.published;

/**
 * Heads that look at the first 64 positions and at a window of blocks up to their own; how many heads have which window is made
 * so that a prefill of 512 has the totals of the published one.
 *
 * <p>The published masks are data of the artefact that no figure describes block by block. Three totals over its 1,024 heads
 * follow from published figures for 512 tokens, where a causal head has 36 blocks in 8 rows, and 20 columns in 4 pairs of rows:
 * 7,312 blocks are left out (from the busy time of MISC: softmax takes two cycles per 16 elements), 2,698 columns of 64 are left
 * out by both rows of a pair (from the count of MM), and loads of probabilities are 3,836 per 16 rows more than causal ones (from
 * the count of LD). A window of {@code w} leaves out blocks 1 to {@code row - w}:
 *
 * <pre>
 * window   blocks left out   columns left out   further loads   heads
 *   2             15                 6                6           258
 *   3             10                 4                5             4
 *   4              6                 2                4           567
 *   8              0                 0                0           195
 * total        7,312             2,698            3,836         1,024
 * </pre>
 */
final class WindowedAttention implements BlockAttention {

    private static final int[] HEADS = {258, 4, 567, 195};
    private static final int[] WINDOWS = {2, 3, 4, 8};

    @Override
    public boolean kept(int layer, int head, int row, int column) {
        int index = layer * PublishedModel.HEADS + head;
        int kind = 0;
        while (index >= HEADS[kind]) {
            index -= HEADS[kind];
            kind++;
        }
        return column == 0 || column <= row && column > row - WINDOWS[kind];
    }
}
