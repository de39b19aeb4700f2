package org.fabricast.compiler.lower;

import java.util.ArrayList;
import java.util.List;
import org.fabricast.compiler.pack.ImageLayout;
import org.fabricast.compiler.pack.LayerStreams;
import org.fabricast.compiler.pack.MatrixStream;
import org.fabricast.compiler.plan.LayerMatrix;
import org.fabricast.ir.isa.Condition;
import org.fabricast.ir.isa.Instructions;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Region;

/**
 * The weights of a layer inside the loop over layers: their loads, and the bits and patterns that the runs
 * say.
 *
 * <p>Where all layers are alike these are constants. Otherwise a layer begins by looking up its own: branches halve the layers
 * by the address of their weights, and at the end of each way the registers of {@link Registers} are set. Neighbours that
 * are alike share an end, so the program grows with the number of changes, the time of a layer with its logarithm.
 *
 * <p>Weights are loaded in three parts: the joined projections, what is ahead of K and V, and the rest. The part ahead is of
 * one size in all layers.
 */
final class LayerWeights {

    private static final int RING_WEIGHTS = 0;
    private static final int UNIT = Region.LOAD_UNIT_BYTES;
    private static final int UNIT_BITS = Integer.numberOfTrailingZeros(UNIT);
    private static final String SETTLED = "weights.settled";

    private final ImageLayout image;
    private final boolean alike;
    private final long ahead;

    private LayerWeights(ImageLayout image, int ringBytes) {
        this.image = image;
        this.alike = image.layersAlike();
        long most = image.layerStreams().stream().mapToLong(layer -> layer.bytes() - layer.qkvBytes()).min().orElseThrow();
        // Half of the ring: it waits only for runs that need nothing behind it.
        this.ahead = Math.min(most, ringBytes / 2);
    }

    static LayerWeights of(DecodeShape shape, ImageLayout image) {
        return new LayerWeights(image, shape.config().weightRingBytes());
    }

    /** At the head of a layer: sets the registers that its loads and runs need. */
    void settle(Code code) {
        if (!alike) {
            settle(code, changes(), SETTLED);
            code.label(SETTLED);
        }
    }

    /** Layers that begin a series of equal ones, with the offset of their weights. */
    private record Change(long offset, LayerStreams streams) { }

    private List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        long offset = 0;
        for (LayerStreams layer : image.layerStreams()) {
            if (changes.isEmpty() || !changes.getLast().streams().equals(layer)) {
                changes.add(new Change(offset, layer));
            }
            offset += layer.bytes();
        }
        return changes;
    }

    private void settle(Code code, List<Change> changes, String name) {
        if (changes.size() > 1) {
            List<Change> later = changes.subList(changes.size() / 2, changes.size());
            String earlier = name + "." + later.getFirst().offset();
            code.branch(Condition.LESS, Registers.WEIGHTS, 0, later.getFirst().offset() / UNIT, earlier);
            settle(code, later, name);
            code.branch(Condition.ALWAYS, 0, 0, 0, SETTLED);
            code.label(earlier);
            settle(code, changes.subList(0, changes.size() / 2), name);
        } else {
            LayerStreams layer = changes.getFirst().streams();
            for (LayerMatrix matrix : LayerMatrix.values()) {
                code.set(register(matrix), (long) layer.of(matrix).field() << Registers.BITS_SHIFT
                        | (long) layer.of(matrix).pattern() << Registers.PATTERN_SHIFT);
            }
            code.set(Registers.QKV_BYTES, layer.qkvBytes());
            code.set(Registers.REST_BYTES, layer.bytes() - layer.qkvBytes() - ahead);
        }
    }

    private static int register(LayerMatrix matrix) {
        return switch (matrix) {
            case QKV -> Registers.QKV_BITS;
            case OUT -> Registers.OUT_BITS;
            case GATE_UP -> Registers.GATE_UP_BITS;
            case DOWN -> Registers.DOWN_BITS;
        };
    }

    /** The joined projections and what is ahead of K and V. */
    void loadFirst(Code code) {
        long qkv = image.layerStreams().getFirst().qkvBytes();
        if (alike) {
            load(code, 0, qkv);
            load(code, qkv, ahead);
        } else {
            loadAndPass(code, Registers.QKV_BYTES);
            load(code, 0, ahead);
            code.sum(Registers.WEIGHTS, Registers.WEIGHTS, 0, ahead / UNIT);
        }
    }

    /** Everything else. */
    void loadRest(Code code) {
        LayerStreams first = image.layerStreams().getFirst();
        if (alike) {
            load(code, first.qkvBytes() + ahead, first.bytes() - first.qkvBytes() - ahead);
        } else {
            loadAndPass(code, Registers.REST_BYTES);
        }
    }

    /** At the end of a layer: on to the next. */
    void pass(Code code) {
        if (alike) {
            code.sum(Registers.WEIGHTS, Registers.WEIGHTS, 0, image.layerStreams().getFirst().bytes() / UNIT);
        }
    }

    /** Inputs of a run, and bits and pattern of its weights. */
    Instructions sized(Instructions run, LayerMatrix matrix, int cols) {
        MatrixStream first = image.layerStreams().getFirst().of(matrix);
        return alike ? run.set("cols", cols).set("bits", first.field()).set("pattern", first.pattern())
                : run.set("cols", cols).reg("cols", register(matrix));
    }

    private void load(Code code, long offset, long bytes) {
        if (bytes > 0) {
            code.add(load(offset).set("bytes", bytes));
        }
    }

    private void loadAndPass(Code code, int bytesRegister) {
        code.add(load(0).reg("bytes", bytesRegister));
        code.shift(Registers.T0, bytesRegister, 0, UNIT_BITS);
        code.sum(Registers.WEIGHTS, Registers.WEIGHTS, Registers.T0, 0);
    }

    private Instructions load(long offset) {
        return Instructions.of(Opcode.LD_RING).set("mem", (image.layers() + offset) / UNIT)
                .reg("mem", Registers.WEIGHTS).set("region", Region.WEIGHTS.ordinal()).set("ring", RING_WEIGHTS);
    }
}
