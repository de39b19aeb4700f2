package org.fabricast.compiler.estimate.published;

import java.util.function.Consumer;
import org.fabricast.compiler.estimate.queue.TimedInstruction;
import org.fabricast.ir.isa.Queue;

/**
 * The published instruction stream of one decode step.
 *
 * <p>Per projection: the input vector, the bias, then for every 512 outputs and every piece of the inputs one load per channel and
 * one MV. Inputs are cut into pieces such that weights of two fit the activation buffer, which holds the weights in this mode; a
 * rest is a piece of its own. Attention treats K and V as weights of each head, without cutting. K and V are charged twice: once
 * where the new position is appended, once where they are used.
 */
final class PublishedDecode {

    private static final int LD = Queue.LD.bit();
    private static final int ST = Queue.ST.bit();
    private static final int MV = Queue.MV.bit();
    private static final int MISC = Queue.MISC.bit();
    private static final int BLOCK = PublishedMachine.BLOCK;
    private static final int CHANNELS = PublishedMachine.CHANNELS;
    private static final int DEPTH = PublishedMachine.BUFFER_DEPTH;
    private static final int OUTPUTS = PublishedMachine.MV_OUTPUTS;
    /** Columns of blocks of one MV that lie in one channel. */
    private static final int LOOPS = OUTPUTS / BLOCK / CHANNELS;
    /** Bytes of the activation buffer's address in one channel in this mode. */
    private static final int ADDRESS_BYTES = 64;
    /** Addresses of the index buffer, of 16 bytes, for a dense block's indices of 4 bits. */
    private static final int INDEX_ADDRESSES = BLOCK * BLOCK / 2 / 16;

    private final PublishedStream out;
    private final int context;

    private PublishedDecode(PublishedStream out, int context) {
        this.out = out;
        this.context = context;
    }

    /** The step whose token is the {@code context}-th. */
    static void emit(int context, Consumer<TimedInstruction> out) {
        if (context < BLOCK || context % BLOCK != 0) {
            throw new IllegalArgumentException("a context in whole blocks of " + BLOCK + ", not " + context);
        }
        new PublishedDecode(new PublishedStream(out), context).step();
    }

    private void step() {
        for (int layer = 0; layer < PublishedModel.LAYERS; layer++) {
            PublishedNorm.emit(out, 1);
            out.barrier();
            projection(PublishedModel.QUERY);
            projection(PublishedModel.KEY);
            projection(PublishedModel.VALUE);
            append();
            append();
            heads(PublishedModel.HEAD, context, true);
            heads(context, PublishedModel.HEAD, false);
            projection(PublishedModel.OUTPUT);
            PublishedNorm.emit(out, 1);
            out.barrier();
            PublishedModel.FEED_FORWARD.forEach(this::projection);
        }
        PublishedNorm.emit(out, 1);
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
        int addresses = LOOPS * BLOCK * BLOCK / ADDRESS_BYTES * blocks;
        int piece = blocks / ceil(addresses, DEPTH / 2);
        int pieces = ceil(blocks, piece);
        int groups = ceil(p.outputs(), OUTPUTS);
        boolean fused = p.fused() != Fused.NOTHING;
        Window window = new Window(DEPTH / (INDEX_ADDRESSES * piece), groups * pieces);

        out.add(Queue.LD, PublishedMachine.cross(p.inputs(), 1), 0, 0);
        if (p.bias()) {
            out.add(Queue.LD, PublishedMachine.one(4.0 * p.outputs()), 0, 0);
        }
        int run = 0;
        for (int group = 0; group < groups; group++) {
            boolean lastGroup = group == groups - 1;
            for (int i = 0; i < pieces; i++) {
                run++;
                int length = Math.min(piece, blocks - i * piece);
                double load = PublishedMachine.all(LOOPS * BLOCK * BLOCK * length, PublishedMachine.weightRatio(p.density()));
                out.add(Queue.LD, CHANNELS, load, window.waits(run) ? MV : 0, MV);
                int releases = window.releases(run) ? LD : 0;
                if (i == pieces - 1) {
                    releases |= fused ? MISC : lastGroup ? ST : 0;
                }
                out.add(Queue.MV, PublishedMachine.mv(length * BLOCK, p.density()), LD, releases);
            }
            fused(p.fused(), lastGroup);
        }
        out.add(Queue.ST, PublishedMachine.one(p.outputs()), fused ? MISC : MV, 0);
    }

    /** An operand is charged a whole vector of outputs in each channel. */
    private void fused(Fused fused, boolean lastGroup) {
        for (int i = 0; i < fused.operands(); i++) {
            out.add(Queue.LD, CHANNELS, PublishedMachine.all(OUTPUTS, 1), 0, MISC);
        }
        for (int i = 0; i < fused.operations(); i++) {
            int waits = (i == 0 ? MV : 0) | (i < fused.operands() ? LD : 0);
            boolean last = lastGroup && i == fused.operations() - 1;
            out.add(Queue.MISC, PublishedMachine.misc(OUTPUTS), waits, last ? ST : 0);
        }
    }

    /** The cache of K, or of V, is read once to have the new position behind it; the store moves nothing and waits for nothing. */
    private void append() {
        double cached = (double) PublishedModel.DIM * (context - 1) / CHANNELS;
        out.add(Queue.LD, CHANNELS, PublishedMachine.all(cached, 1), 0, 0);
        out.add(Queue.ST, PublishedMachine.one(0), 0, 0);
        out.barrier();
    }

    /** For every head a vector of {@code inputs} by a matrix of {@code inputs} × {@code outputs}. */
    private void heads(int inputs, int outputs, boolean softmax) {
        int heads = PublishedModel.HEADS;
        int groups = ceil(outputs, OUTPUTS);
        Window window = new Window(DEPTH / (LOOPS * BLOCK * inputs / ADDRESS_BYTES), groups);
        out.add(Queue.LD, PublishedMachine.cross((double) inputs * heads, 1), 0, 0);
        for (int head = 0; head < heads; head++) {
            boolean lastHead = head == heads - 1;
            for (int group = 1; group <= groups; group++) {
                columns(inputs, outputs / BLOCK, window.waits(group));
                int releases = window.releases(group) ? LD : 0;
                if (group == groups) {
                    releases |= softmax ? MISC : lastHead ? ST : 0;
                }
                out.add(Queue.MV, PublishedMachine.mv(inputs, 1), LD, releases);
            }
            if (softmax) {
                out.add(Queue.MISC, PublishedMachine.twoPhase(outputs), MV, lastHead ? ST : 0);
            }
        }
        out.add(Queue.ST, PublishedMachine.one((double) outputs * heads), softmax ? MISC : MV, 0);
        out.barrier();
    }

    /**
     * One load for each channel that has columns of blocks; how many is taken from the whole matrix for every group, so the last
     * group is charged as a full one.
     */
    private void columns(int inputs, int columns, boolean waits) {
        for (int channel = 0; channel < Math.min(CHANNELS, columns); channel++) {
            int loops = Math.min(LOOPS, ceil(columns - channel, CHANNELS));
            boolean last = channel == Math.min(CHANNELS, columns) - 1;
            out.add(Queue.LD, PublishedMachine.all((double) BLOCK * inputs * loops, 1), channel == 0 && waits ? MV : 0,
                    last ? MV : 0);
        }
    }

    private static int ceil(int value, int unit) {
        return (value + unit - 1) / unit;
    }
}
