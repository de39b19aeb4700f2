package org.fabricast.compiler.estimate.published;

import java.util.function.Consumer;
import org.fabricast.compiler.estimate.queue.TimedInstruction;
import org.fabricast.ir.isa.Queue;

/**
 * The published instruction stream of a prefill.
 *
 * <p>Per projection and 128 tokens: their activations once, then for every 16 outputs and every piece of the inputs one load and
 * one MM; behind each 16 outputs what is fused, and one store per 16 tokens. Inputs are cut such that weights of two pieces fit
 * their buffer; a rest is a piece of its own. Attention is the same per head, with K and V in the place of weights.
 */
final class PublishedPrefill {

    private static final int LD = Queue.LD.bit();
    private static final int ST = Queue.ST.bit();
    private static final int MM = Queue.MM.bit();
    private static final int MISC = Queue.MISC.bit();
    private static final int BLOCK = PublishedMachine.BLOCK;
    private static final int BLOCK_BYTES = BLOCK * BLOCK;
    /** Rows of blocks of one MM. */
    private static final int ROWS = PublishedMachine.MM_TOKENS / BLOCK;
    private static final int DEPTH = PublishedMachine.BUFFER_DEPTH;
    /** Addresses of the weight buffer, of 32 bytes, and of the index buffer, of 16 bytes, for a dense block. */
    private static final int BLOCK_ADDRESSES = BLOCK_BYTES / 32;

    private final PublishedStream out;
    private final int tokens;
    private final int groups;

    private PublishedPrefill(PublishedStream out, int tokens) {
        this.out = out;
        this.tokens = tokens;
        this.groups = tokens / PublishedMachine.MM_TOKENS;
    }

    /** The prefill of {@code tokens} positions. */
    static void emit(int tokens, BlockAttention attention, Consumer<TimedInstruction> out) {
        if (tokens < PublishedMachine.MM_TOKENS || tokens % PublishedMachine.MM_TOKENS != 0) {
            throw new IllegalArgumentException("a bucket of 128 tokens, not " + tokens);
        }
        new PublishedPrefill(new PublishedStream(out), tokens).step(attention);
    }

    private void step(BlockAttention attention) {
        for (int layer = 0; layer < PublishedModel.LAYERS; layer++) {
            PublishedNorm.emit(out, tokens);
            out.barrier();
            projection(PublishedModel.QUERY);
            projection(PublishedModel.KEY);
            projection(PublishedModel.VALUE);
            scores(layer, attention);
            values(layer, attention);
            projection(PublishedModel.OUTPUT);
            PublishedNorm.emit(out, tokens);
            out.barrier();
            PublishedModel.FEED_FORWARD.forEach(this::projection);
        }
        PublishedNorm.emit(out, tokens);
        out.barrier();
        matrix(PublishedModel.CLASSIFIER);
        out.end();
    }

    private void projection(Projection p) {
        matrix(p);
        out.barrier();
    }

    private void matrix(Projection p) {
        int blocks = p.inputs() / BLOCK;
        int piece = blocks / ceil(BLOCK_ADDRESSES * blocks, DEPTH / 2);
        int pieces = ceil(blocks, piece);
        int columns = p.outputs() / BLOCK;
        int consumer = p.fused() == Fused.NOTHING ? ST : MISC;
        Window weights = new Window(DEPTH / (BLOCK_ADDRESSES * piece), columns * pieces);
        Window results = new Window(PublishedMachine.GLOBAL_DEPTH, columns);

        if (p.bias()) {
            out.add(Queue.LD, PublishedMachine.one(4.0 * p.outputs()), 0, 0);
        }
        for (int group = 0; group < groups; group++) {
            out.add(Queue.LD, ROWS, PublishedMachine.all(BLOCK_BYTES * blocks, 1), group > 0 ? MM : 0, 0);
            int run = 0;
            for (int column = 1; column <= columns; column++) {
                for (int i = 0; i < pieces; i++) {
                    run++;
                    int length = Math.min(piece, blocks - i * piece);
                    boolean lastPiece = i == pieces - 1;
                    boolean lastOfGroup = lastPiece && column == columns && group < groups - 1;
                    out.add(Queue.LD, PublishedMachine.cross(BLOCK_BYTES * length, PublishedMachine.weightRatio(p.density())),
                            weights.waits(run) ? MM : 0, MM);
                    out.add(Queue.MM, PublishedMachine.mm(length * BLOCK, p.density()),
                            LD | (lastPiece && results.waits(column) ? consumer : 0),
                            (lastPiece ? consumer : 0) | (weights.releases(run) || lastOfGroup ? LD : 0));
                }
                int release = results.releases(column) ? MM : 0;
                fused(p.fused(), release);
                stores(group == groups - 1, consumer == ST ? MM : MISC, consumer == ST ? release : 0);
            }
        }
    }

    /** A MISC instruction is charged 128 elements, one per token. */
    private void fused(Fused fused, int release) {
        for (int i = 0; i < fused.operands(); i++) {
            out.add(Queue.LD, ROWS, PublishedMachine.all(BLOCK_BYTES, 1), 0, MISC);
        }
        for (int i = 0; i < fused.operations(); i++) {
            int waits = (i == 0 ? MM : 0) | (i < fused.operands() ? LD : 0);
            out.add(Queue.MISC, PublishedMachine.misc(PublishedMachine.MM_TOKENS), waits,
                    i == fused.operations() - 1 ? ST | release : 0);
        }
    }

    /** One store per row of blocks; the last row of the sequence is charged its token count in place of its bytes. */
    private void stores(boolean lastGroup, int waits, int releases) {
        for (int row = 0; row < ROWS; row++) {
            boolean last = row == ROWS - 1;
            out.add(Queue.ST, PublishedMachine.all(lastGroup && last ? BLOCK : BLOCK_BYTES, 1), row == 0 ? waits : 0,
                    last ? releases : 0);
        }
    }

    /** Q·Kᵀ of the kept blocks, softmax row by row. */
    private void scores(int layer, BlockAttention attention) {
        int blocks = PublishedModel.HEAD / BLOCK;
        Window results = new Window(PublishedMachine.GLOBAL_DEPTH / (tokens / BLOCK), groups);
        for (int head = 0; head < PublishedModel.HEADS; head++) {
            for (int group = 0; group < groups; group++) {
                out.add(Queue.LD, ROWS, PublishedMachine.all(BLOCK_BYTES * blocks, 1), group > 0 ? MM : 0, 0);
                int columns = columns(attention, layer, head, group);
                products(PublishedModel.HEAD, columns, group, results.waits(group + 1), MISC);
                boolean release = results.releases(group + 1);
                for (int row = 0; row < ROWS; row++) {
                    int kept = keptBlocks(attention, layer, head, group * ROWS + row);
                    out.add(Queue.MISC, BLOCK, PublishedMachine.twoPhase(kept * BLOCK), row == 0 ? MM : 0,
                            ST | (release && row == ROWS - 1 ? MM : 0));
                    out.add(Queue.ST, PublishedMachine.all(BLOCK_BYTES * kept, 1), MISC, 0);
                }
            }
        }
        out.barrier();
    }

    /** Probabilities by V: left-out blocks are filled with zeros on chip, runs of kept ones loaded. */
    private void values(int layer, BlockAttention attention) {
        int columns = PublishedModel.HEAD / BLOCK;
        Window results = new Window(PublishedMachine.GLOBAL_DEPTH / columns, groups);
        for (int head = 0; head < PublishedModel.HEADS; head++) {
            for (int group = 0; group < groups; group++) {
                for (int row = 0; row < ROWS; row++) {
                    probabilities(attention, layer, head, group * ROWS + row, row == 0 && group > 0 ? MM : 0);
                }
                products(tokens, columns, group, results.waits(group + 1), ST);
                boolean release = results.releases(group + 1);
                for (int row = 0; row < ROWS; row++) {
                    out.add(Queue.ST, PublishedMachine.all(BLOCK_BYTES * columns, 1), row == 0 ? MM : 0,
                            release && row == ROWS - 1 ? MM : 0);
                }
            }
        }
        out.barrier();
    }

    /** {@code columns} times: load a column of blocks of K or V, multiply. */
    private void products(int inputs, int columns, int group, boolean full, int consumer) {
        int blocks = inputs / BLOCK;
        Window window = new Window(DEPTH / (BLOCK_ADDRESSES * blocks), columns);
        for (int column = 1; column <= columns; column++) {
            boolean last = column == columns;
            out.add(Queue.LD, PublishedMachine.cross(BLOCK_BYTES * blocks, 1), window.waits(column) ? MM : 0, MM);
            out.add(Queue.MM, PublishedMachine.mm(inputs, 1), LD | (column == 1 && full ? consumer : 0),
                    (window.releases(column) || last && group < groups - 1 ? LD : 0) | (last ? consumer : 0));
        }
    }

    private void probabilities(BlockAttention attention, int layer, int head, int row, int waits) {
        int perMask = BlockAttention.POSITIONS / BLOCK;
        int maskRow = row / perMask;
        int kept = keptBlocks(attention, layer, head, row);
        int zeros = tokens / BLOCK - kept;
        int first = waits;
        if (zeros > 0) {
            out.add(Queue.LD, PublishedMachine.zeroFill(BLOCK_BYTES * zeros), first, 0);
            first = 0;
        }
        int run = 0;
        for (int column = 0; column <= maskRow + 1; column++) {
            if (column <= maskRow && attention.kept(layer, head, maskRow, column)) {
                run++;
            } else if (run > 0) {
                out.add(Queue.LD, PublishedMachine.all(BLOCK_BYTES * run * perMask, 1), first, 0);
                first = 0;
                run = 0;
            }
        }
    }

    /** Columns of blocks that any row of a group looks at. */
    private static int columns(BlockAttention attention, int layer, int head, int group) {
        int perGroup = PublishedMachine.MM_TOKENS / BlockAttention.POSITIONS;
        int columns = 0;
        for (int column = 0; column < (group + 1) * perGroup; column++) {
            boolean kept = false;
            for (int row = Math.max(column, group * perGroup); row < (group + 1) * perGroup; row++) {
                kept |= attention.kept(layer, head, row, column);
            }
            columns += kept ? BlockAttention.POSITIONS / BLOCK : 0;
        }
        return columns;
    }

    private static int keptBlocks(BlockAttention attention, int layer, int head, int row) {
        int perMask = BlockAttention.POSITIONS / BLOCK;
        return attention.kept(layer, head, row / perMask) * perMask;
    }

    private static int ceil(int value, int unit) {
        return (value + unit - 1) / unit;
    }
}
