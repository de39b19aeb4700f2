package org.fabricast.compiler.estimate.machine;

import org.fabricast.ir.isa.RunShape;

/** A RUN over a dense stream: row tile, group of inputs, scale word, row block, word, vector; {@code engine_sequencer.v} by times. */
final class DenseWalk implements RunWalk {

    private static final int WHOLE = 8;

    private final RunShape shape;
    private final int vectors;
    private final WordSource words;
    private final Drain drain;

    private long time;
    private long row;
    private long group;
    private long block;
    private long word;
    private boolean scaleNext;
    private int bank;
    private long starved;
    private long issued;
    private boolean ended;

    /**
     * At its first word.
     *
     * @param first cycle in which the first word may be taken
     * @param bank  scale bank of the items before
     */
    DenseWalk(RunShape shape, int vectors, WordSource words, Drain drain, long first, int bank) {
        this.shape = shape;
        this.vectors = vectors;
        this.words = words;
        this.drain = drain;
        this.time = first;
        this.bank = bank;
        scaleNext = shape.scaled();
    }

    @Override
    public boolean advance() {
        while (!ended) {
            int units = scaleNext ? scaleUnits() : shape.packed() ? shape.bits() : WHOLE;
            long there = words.available(units);
            if (there == Calendar.NEVER) {
                return false;
            }
            long wanted = scaleNext ? Math.max(time, drain.bankFree(1 - bank)) : time;
            starved += Math.max(0, there - wanted);
            time = Math.max(wanted, there);
            if (scaleNext) {
                words.take(units, time);
                time++;
                bank = 1 - bank;
                scaleNext = false;
            } else {
                multiply(units);
            }
        }
        return true;
    }

    private int scaleUnits() {
        return shape.packed() ? (int) shape.scaleUnits(rowsOfTile()) : WHOLE;
    }

    private long rowsOfTile() {
        return Math.min(shape.tileRows(), shape.rows() - row);
    }

    /** A word with weights, for all vectors. */
    private void multiply(int units) {
        boolean last = word + 1 == shape.words(group);
        time = last ? Math.max(time, drain.free()) : time;
        words.take(units, time);
        for (int v = 0; v < vectors; v++) {
            if (last) {
                time = Math.max(time, drain.free());
                drain.add(time, group == 0, RunWalk.period(shape, rowsOfTile(), vectors), bank);
            }
            time++;
        }
        issued += vectors;
        if (last) {
            nextBlock();
        } else {
            word++;
        }
    }

    private void nextBlock() {
        word = 0;
        block++;
        if (block * shape.array() < rowsOfTile()) {
            return;
        }
        block = 0;
        group++;
        if (group == shape.groups()) {
            group = 0;
            row += shape.tileRows();
            ended = row >= shape.rows();
        }
        scaleNext = shape.scaled();
    }

    @Override
    public long end() {
        return time;
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
