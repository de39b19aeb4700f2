package org.fabricast.compiler.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.driver.Counters;
import org.fabricast.driver.GenerateOptions;
import org.fabricast.driver.Generation;
import org.fabricast.driver.Generation.StopReason;
import org.fabricast.driver.Sampler;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.interpret.AttentionFilter;
import org.fabricast.ir.graph.interpret.ReferenceInterpreter;

/** The binary32 interpreter behind the same calls as a device; of equal logits it takes the first, as the machine does. */
public final class ReferenceModel implements TokenModel {

    private final Graph graph;
    private final List<Integer> ends;
    private final Runnable tick;
    private final ReferenceInterpreter interpreter;

    /**
     * @param ends ids that end a text
     * @param tick called at every step
     */
    public ReferenceModel(Graph graph, List<Integer> ends, Runnable tick) {
        this(graph, ends, tick, AttentionFilter.CAUSAL);
    }

    /**
     * @param ends   ids that end a text
     * @param tick   called at every step
     * @param filter which positions are attended to
     */
    public ReferenceModel(Graph graph, List<Integer> ends, Runnable tick, AttentionFilter filter) {
        this.graph = graph;
        this.ends = List.copyOf(ends);
        this.tick = tick;
        this.interpreter = new ReferenceInterpreter(graph, filter);
    }

    @Override
    public DeviceKind device() {
        return DeviceKind.REFERENCE;
    }

    @Override
    public int context() {
        return graph.context();
    }

    @Override
    public int vocabulary() {
        return graph.vocab();
    }

    @Override
    public Generation generate(int[] prompt, GenerateOptions options, IntConsumer listener) {
        checkPrompt(prompt);
        int first = interpreter.position();
        Sampler sampler = new Sampler(options.temperature(), options.seed());
        int wanted = Math.min(options.tokens(), graph.context() - first - prompt.length + 1);
        List<Integer> tokens = new ArrayList<>();
        List<float[]> kept = new ArrayList<>();
        float[] logits = {};
        for (int token : prompt) {
            logits = step(token);
        }
        boolean ended = false;
        while (tokens.size() < wanted && !ended) {
            if (!tokens.isEmpty()) {
                logits = step(tokens.getLast());
            }
            int token = options.temperature() > 0 ? sampler.sample(logits) : greatest(logits);
            tokens.add(token);
            if (options.keepLogits()) {
                kept.add(logits);
            }
            listener.accept(token);
            ended = options.stopAtEnd() && ends.contains(token);
        }
        StopReason stop = ended ? StopReason.END_OF_SEQUENCE
                : tokens.size() < options.tokens() ? StopReason.CONTEXT : StopReason.LENGTH;
        return new Generation(Arrays.stream(prompt).boxed().toList(), tokens, kept, first, stop, Counters.ZERO,
                Counters.ZERO);
    }

    @Override
    public float[][] logits(int[] tokens) {
        checkPrompt(tokens);
        float[][] all = new float[tokens.length][];
        for (int i = 0; i < tokens.length; i++) {
            all[i] = step(tokens[i]);
        }
        return all;
    }

    private float[] step(int token) {
        tick.run();
        return interpreter.step(token);
    }

    private void checkPrompt(int[] tokens) {
        if (tokens.length == 0) {
            throw new IllegalArgumentException("a prompt has at least one token");
        }
        int room = graph.context() - interpreter.position();
        if (tokens.length > room) {
            throw new FabricastException(ErrorCode.F1004, "prompt", "at most " + room + " tokens",
                    tokens.length + " tokens", "The context is " + graph.context() + " tokens; shorten the prompt.");
        }
    }

    private static int greatest(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }

    @Override
    public void reset() {
        interpreter.reset();
    }

    @Override
    public void close() {
        // nothing native is held
    }
}
