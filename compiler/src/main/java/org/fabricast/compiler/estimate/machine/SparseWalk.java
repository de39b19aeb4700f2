package org.fabricast.compiler.estimate.machine;

import java.util.List;
import org.fabricast.ir.isa.RunShape;
import org.fabricast.ir.isa.SparseDescriptor;

/**
 * A RUN over a sparse stream whose blocks are alike: row tile, group of inputs, scales, descriptors, row block, word with positions and
 * values; {@code sparse_walk.v} by times. Pieces come one per cycle, those of the next word while the present one is multiplied:
 * two cycles per pair of vectors, whose sums follow in the second and the cycle behind it.
 */
final class SparseWalk implements RunWalk {

    /** What comes next of the stream. */
    private enum Piece { SCALES, DESCRIPTORS, POSITIONS, VALUES }

    private final RunShape shape;
    private final int vectors;
    private final WordSource words;
    private final Drain drain;

    private Piece piece = Piece.SCALES;
    /** Earliest cycle of the next piece, and of the next values. */
    private long time;
    private long valuesFree;
    private long row;
    private long group;
    private long block;
    private int word;
    private List<SparseDescriptor.Word> ofBlock;
    private int bank;
    private long starved;
    private long issued;
    private long end;
    private boolean ended;

    SparseWalk(RunShape shape, int vectors, WordSource words, Drain drain, long first, int bank) {
        this.shape = shape;
        this.vectors = vectors;
        this.words = words;
        this.drain = drain;
        this.time = first;
        this.bank = bank;
        ofBlock = shape.uniform(0).words();
    }

    @Override
    public boolean advance() {
        while (!ended) {
            int units = units();
            long there = words.available(units);
            if (there == Calendar.NEVER) {
                return false;
            }
            long wanted = switch (piece) {
                case SCALES -> Math.max(time, drain.bankFree(1 - bank));
                case DESCRIPTORS, POSITIONS -> time;
                case VALUES -> Math.max(time, valuesFree);
            };
            starved += Math.max(0, there - wanted);
            long taken = Math.max(wanted, there);
            words.take(units, taken);
            time = taken + 1;
            next(taken);
        }
        return true;
    }

    private int units() {
        return switch (piece) {
            case SCALES -> (int) shape.scaleUnits(rowsOfTile());
            case DESCRIPTORS -> 1;
            case POSITIONS -> ofBlock.get(word).indexUnits();
            case VALUES -> ofBlock.get(word).valueUnits(shape.bits());
        };
    }

    private long rowsOfTile() {
        return Math.min(shape.tileRows(), shape.rows() - row);
    }

    private void next(long taken) {
        switch (piece) {
            case SCALES -> {
                bank = 1 - bank;
                piece = Piece.DESCRIPTORS;
            }
            case DESCRIPTORS -> piece = firstPiece();
            case POSITIONS -> piece = Piece.VALUES;
            case VALUES -> {
                multiply(taken);
                nextWord();
            }
        }
    }

    /** A word of 16:16 has no positions. */
    private Piece firstPiece() {
        return ofBlock.get(word).indexUnits() == 0 ? Piece.VALUES : Piece.POSITIONS;
    }

    /** Even, then odd rows for each pair of vectors; items wait for a place in the queue of the rescaling. */
    private void multiply(long taken) {
        boolean last = word + 1 == ofBlock.size();
        long even = taken;
        for (int v = 0; v < vectors; v += 2) {
            boolean both = v + 1 < vectors;
            long odd = sum(even + 1, last);
            even = odd + 1;
            if (both) {
                long other = sum(odd + 1, last);
                even = last ? other : even;
                end = other + 1;
            } else {
                end = odd + 1;
            }
        }
        valuesFree = even;
        issued += vectors;
    }

    /** The cycle of a sum that is possible from {@code cycle} on. */
    private long sum(long cycle, boolean last) {
        long at = last ? Math.max(cycle, drain.free()) : cycle;
        if (last) {
            drain.add(at, group == 0, RunWalk.period(shape, rowsOfTile(), vectors), bank);
        }
        return at;
    }

    private void nextWord() {
        word++;
        if (word == ofBlock.size()) {
            word = 0;
            block++;
        }
        if (block * shape.array() < rowsOfTile()) {
            piece = firstPiece();
            return;
        }
        block = 0;
        group++;
        if (group == shape.groups()) {
            group = 0;
            row += shape.tileRows();
            ended = row >= shape.rows();
        }
        ofBlock = shape.uniform(group).words();
        piece = Piece.SCALES;
    }

    @Override
    public long end() {
        return end;
    }

    @Override
    public int bank() {
        return bank;
    }

    @Override
    public long starved() {
        return starved;
    }

    @Override
    public long issued() {
        return issued;
    }
}
