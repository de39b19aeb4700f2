package org.fabricast.ir.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.fabricast.diag.Diagnostic;

/**
 * Executes a kernel bit for bit: the golden model of its Verilog.
 *
 * <p>Vector loops run column by column, one operator at a time over a block of iterations, which the Java compiler turns
 * into tight loops; scalar code runs node by node. Order of sums and canonical NaN are those of docs/kernels.md.
 *
 * <p>Thread confinement: an instance owns its scratch memory. One thread at a time may use it; create one per thread.
 */
public final class ExecutableKernel {

    private final Kernel kernel;
    private final KernelState state;
    private final Step[] steps;

    private ExecutableKernel(Kernel kernel) {
        this.kernel = kernel;
        this.state = new KernelState(kernel);
        this.steps = new ScalarCode(state).region(kernel.body());
    }

    /**
     * What a run left behind.
     *
     * @param written elements written per output stream
     * @param results scalar results, normal form in the low bits: sign-extended if signed, else zero-extended
     */
    public record Outcome(int[] written, int[] results) { }

    /** Makes a well-formed kernel executable. */
    public static ExecutableKernel of(Kernel kernel) {
        List<Diagnostic> findings = KernelVerifier.verify(kernel);
        if (!findings.isEmpty()) {
            throw new IllegalArgumentException(findings.stream().map(Diagnostic::text).collect(Collectors.joining("\n")));
        }
        return new ExecutableKernel(kernel);
    }

    /** The kernel that is executed. */
    public Kernel kernel() {
        return kernel;
    }

    /**
     * Sets every element of every memory. Memories keep their content from run to run, as in hardware; what a run answers is
     * its own only if it does not depend on this.
     *
     * @param bits raw bits; each memory takes as many of them as its elements have
     */
    public void fillMemories(long bits) {
        for (int i = 0; i < state.memories.length; i++) {
            Arrays.fill(state.memories[i], ScalarArithmetic.normalise(kernel.memories().get(i).type(), bits));
        }
    }

    /**
     * Runs the kernel once.
     *
     * @param inputs  per input stream the raw bits of one pass, in the low bits of each element; may be longer than read
     * @param args    raw bits of the scalar arguments
     * @param outputs per output stream room for its elements; integers are written sign- or zero-extended by their type,
     *                floats zero-extended
     * @throws IllegalArgumentException if a stream is too short, or an index is outside its memory or table
     */
    public Outcome run(int[][] inputs, int[] args, int[][] outputs) {
        if (inputs.length != state.inputs.length || args.length != kernel.args().size()
                || outputs.length != state.outputs.length) {
            throw new IllegalArgumentException("kernel " + kernel.name() + " takes " + state.inputs.length + " inputs, "
                    + kernel.args().size() + " arguments and " + state.outputs.length + " outputs, not " + inputs.length
                    + ", " + args.length + " and " + outputs.length);
        }
        for (int i = 0; i < inputs.length; i++) {
            state.inputs[i].open(inputs[i]);
        }
        for (int i = 0; i < outputs.length; i++) {
            state.outputs[i].open(outputs[i]);
        }
        for (int i = 0; i < args.length; i++) {
            Kernel.Scalar arg = kernel.args().get(i);
            state.values[arg.value()] = ScalarArithmetic.normalise(arg.type(), args[i]);
        }
        Step.runAll(steps, 1);
        int[] written = new int[outputs.length];
        for (int i = 0; i < outputs.length; i++) {
            written[i] = state.outputs[i].position;
            state.outputs[i].close();
        }
        for (KernelState.Cursor input : state.inputs) {
            input.close();
        }
        return new Outcome(written, state.results.clone());
    }
}
