package org.fabricast.ir.emulator;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.fabricast.ir.isa.Operands;
import org.fabricast.ir.kernel.ExecutableKernel;
import org.fabricast.ir.kernel.library.KernelLibrary;

/**
 * The special function unit and the engine's quantiser: every instruction is one run of a library kernel. Inputs are read
 * whole before outputs are written.
 */
final class SpecialFunctions {

    private static final int ONE_BINARY16 = 0x3c00;

    private final MachineState state;
    private final Map<String, ExecutableKernel> kernels = new HashMap<>();
    /** Scratch streams, grown as needed: inputs 0…3, outputs 4…5. */
    private final int[][] scratch = new int[6][0];
    private int[] ones = new int[0];

    SpecialFunctions(MachineState state) {
        this.state = state;
        for (String name : KernelLibrary.names()) {
            kernels.put(name, ExecutableKernel.of(KernelLibrary.get(name)));
        }
    }

    void rmsnorm(Operands o) {
        int n = n(o);
        vector(o, "rmsnorm", streams(activation(0, o, "a0", n)), n, o.bits("inv_n"), o.bits("eps"));
    }

    void softmax(Operands o) {
        int n = n(o);
        vector(o, "softmax", streams(result(0, o, "g0", n)), n, o.bits("scale"));
    }

    void siluMul(Operands o) {
        int n = n(o);
        vector(o, "silu_mul", streams(result(0, o, "g0", n), result(1, o, "g1", n)), n);
    }

    void add(Operands o) {
        int n = n(o);
        vector(o, "add", streams(result(0, o, "g0", n), activation(1, o, "a0", n)), n);
    }

    void layerNorm(Operands o) {
        int n = n(o);
        vector(o, "layernorm_gain", streams(activation(0, o, "a0", n), activation(1, o, "a1", n)), n, o.bits("inv_n"),
                o.bits("eps"), o.bits("gained"));
    }

    void biasAdd(Operands o) {
        int n = n(o);
        vector(o, "bias_add", streams(result(0, o, "g0", n), activation(1, o, "a0", n), activation(2, o, "a1", n)), n);
    }

    void biasRelu(Operands o) {
        int n = n(o);
        vector(o, "bias_relu", streams(result(0, o, "g0", n), activation(1, o, "a0", n)), n);
    }

    void sum(Operands o) {
        int n = n(o);
        vector(o, "residual", streams(activation(0, o, "a0", n), activation(1, o, "a1", n)), n);
    }

    void cast(Operands o) {
        int n = n(o);
        vector(o, "cast", streams(result(0, o, "g0", n)), n);
    }

    /** Stream rotated exchanges the halves of each head; cos and sin are those of one head, over and over. */
    void rope(Operands o) {
        int n = n(o);
        int d = (int) o.get("d");
        int[] x = result(0, o, "g0", n);
        int[] rotated = scratch(1, n);
        int[] cos = scratch(2, n);
        int[] sin = scratch(3, n);
        int a0 = (int) o.get("a0");
        int a1 = (int) o.get("a1");
        for (int head = 0; head < n; head += d) {
            for (int i = 0; i < d; i++) {
                rotated[head + i] = x[head + (i + d / 2) % d];
                cos[head + i] = state.activation[a0 + i] & 0xffff;
                sin[head + i] = state.activation[a1 + i] & 0xffff;
            }
        }
        vector(o, "rope", streams(x, rotated, cos, sin), n);
    }

    void quantiseKv(Operands o) {
        int n = n(o);
        int d = (int) o.get("d");
        int groups = (n + d - 1) / d;
        int[] q = scratch(4, n);
        int[] scales = scratch(5, groups);
        run("quantise_kv", streams(activation(0, o, "a0", n)), new int[] {n, d, groups}, streams(q, scales));
        store(q, (int) o.get("out"), n);
        store(scales, (int) o.get("scales"), groups);
    }

    void argmax(Operands o) {
        int n = n(o);
        state.resultRegister = run("argmax", streams(result(0, o, "g0", n)), new int[] {n}, new int[0][]).results()[0];
    }

    /** {@code MV.LOADX}: the groups' words are zero beyond n. */
    void loadx(Operands o) {
        int n = n(o);
        int array = state.config.array();
        int group = (int) Math.min(o.get("group"), Integer.MAX_VALUE);
        int groups = (n + group - 1) / group;
        int groupBytes = (group + array - 1) / array * array;
        int[] factors = o.flag("scaled") ? activation(1, o, "factor", n) : ones(n);
        int[] q = scratch(4, n);
        int[] scales = scratch(5, groups);
        run("quantise", streams(activation(0, o, "act", n), factors), new int[] {n, group, groups}, streams(q, scales));
        int x = (int) o.get("x") * array;
        int xs = (int) o.get("xs");
        Arrays.fill(state.input, x, x + groups * groupBytes, (byte) 0);
        for (int g = 0; g < groups; g++) {
            state.inputScale[xs + g] = Float.intBitsToFloat(scales[g]);
            int count = Math.min(group, n - g * group);
            for (int i = 0; i < count; i++) {
                state.input[x + g * groupBytes + i] = (byte) q[g * group + i];
            }
        }
    }

    private void vector(Operands o, String kernel, int[][] inputs, int... args) {
        int[] out = scratch(4, args[0]);
        run(kernel, inputs, args, streams(out));
        store(out, (int) o.get("out"), args[0]);
    }

    private ExecutableKernel.Outcome run(String kernel, int[][] inputs, int[] args, int[][] outputs) {
        try {
            return kernels.get(kernel).run(inputs, args, outputs);
        } catch (IllegalArgumentException e) {
            throw new Violation(EmulatorFault.Kind.ILLEGAL, String.valueOf(e.getMessage()));
        }
    }

    private static int n(Operands o) {
        return (int) o.get("n");
    }

    private static int[][] streams(int[]... streams) {
        return streams;
    }

    private void store(int[] from, int to, int count) {
        for (int i = 0; i < count; i++) {
            state.activation[to + i] = (short) from[i];
        }
    }

    private int[] activation(int index, Operands o, String field, int n) {
        int[] stream = scratch(index, n);
        int from = (int) o.get(field);
        for (int i = 0; i < n; i++) {
            stream[i] = state.activation[from + i] & 0xffff;
        }
        return stream;
    }

    private int[] result(int index, Operands o, String field, int n) {
        int[] stream = scratch(index, n);
        int from = (int) o.get(field);
        for (int i = 0; i < n; i++) {
            stream[i] = Float.floatToRawIntBits(state.result[from + i]);
        }
        return stream;
    }

    private int[] ones(int n) {
        if (ones.length < n) {
            ones = new int[n];
            Arrays.fill(ones, ONE_BINARY16);
        }
        return ones;
    }

    private int[] scratch(int index, int n) {
        if (scratch[index].length < n) {
            scratch[index] = new int[Math.max(n, 2 * scratch[index].length)];
        }
        return scratch[index];
    }
}
