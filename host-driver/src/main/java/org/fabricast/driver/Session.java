package org.fabricast.driver;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.driver.Generation.StopReason;
import org.fabricast.ir.hw.RegisterMap;
import org.fabricast.ir.hw.RegisterMap.Register;
import org.fabricast.ir.image.Manifest;
import org.fabricast.ir.image.RegionName;

/**
 * One sequence on a device: feeds prompts, generates tokens, keeps the position. The same code on every transport.
 *
 * <p>Errors: F1004 a prompt that does not fit the rest of the context.
 */
public final class Session implements AutoCloseable {

    private static final int NO_STOP = -1;
    private static final int LOGITS_OF_GENERATED = 1;
    private static final int LOGITS_OF_ALL = 2;

    private final Device device;
    private final Manifest manifest;
    private final long budget;
    private final Runnable tick;
    private int position;

    private Session(Device device, long budget, Runnable tick) {
        this.device = device;
        this.manifest = device.manifest();
        this.budget = budget;
        this.tick = tick;
    }

    /** Begins a sequence on {@code device}; closing the session closes it. */
    public static Session on(Device device) {
        return on(device, () -> { });
    }

    /**
     * Begins a sequence on {@code device}.
     *
     * @param tick called many times a second while the machine works; what it throws ends the call, and the machine must not be
     *             used any more
     */
    public static Session on(Device device, Runnable tick) {
        return new Session(device, 1 << 16, tick);
    }

    /** Positions used so far. */
    public int position() {
        return position;
    }

    /** Forgets the sequence; the next token is the first. */
    public void reset() {
        position = 0;
    }

    /**
     * Feeds a prompt and generates.
     *
     * @param prompt   at least one token
     * @param listener called with each token as soon as the device has it
     */
    public Generation generate(int[] prompt, GenerateOptions options, IntConsumer listener) {
        checkPrompt(prompt);
        int first = position;
        Counters prefill = prompt.length > 1 ? feed(Arrays.copyOf(prompt, prompt.length - 1)) : Counters.ZERO;
        int room = manifest.program().context() - position;
        int wanted = Math.min(options.tokens(), room);
        Decode decode = new Decode(options, listener);
        if (wanted > 0) {
            decode.run(prompt[prompt.length - 1], wanted);
        } else if (options.tokens() == 0) {
            prefill = prefill.plus(feed(new int[] {prompt[prompt.length - 1]}));
        }
        StopReason stop = decode.ended ? StopReason.END_OF_SEQUENCE
                : decode.tokens.size() < options.tokens() ? StopReason.CONTEXT : StopReason.LENGTH;
        return new Generation(Arrays.stream(prompt).boxed().toList(), decode.tokens, decode.logits, first, stop, prefill,
                decode.counters);
    }

    /** Logits after each of {@code tokens}, which are appended to the sequence. Shape: [tokens][vocabulary]. */
    public float[][] logits(int[] tokens) {
        checkPrompt(tokens);
        run(tokens, 0, NO_STOP, LOGITS_OF_ALL, token -> { });
        position += tokens.length;
        float[][] all = new float[tokens.length][];
        for (int i = 0; i < all.length; i++) {
            all[i] = keptLogits(i);
        }
        return all;
    }

    private void checkPrompt(int[] tokens) {
        int context = manifest.program().context();
        if (tokens.length == 0) {
            throw new IllegalArgumentException("a prompt has at least one token");
        }
        for (int token : tokens) {
            if (token < 0 || token >= manifest.model().vocabulary()) {
                throw new IllegalArgumentException("no token " + token);
            }
        }
        if (position + tokens.length > context) {
            throw new FabricastException(ErrorCode.F1004, "prompt", "at most " + (context - position) + " tokens",
                    tokens.length + " tokens", "The context is " + context + " tokens; shorten the prompt.");
        }
    }

    /** Steps without logits. */
    private Counters feed(int[] tokens) {
        Counters counters = run(tokens, 0, NO_STOP, 0, token -> { });
        position += tokens.length;
        return counters;
    }

    /** Greedy tokens in one start, or sampled ones with a start each. */
    private final class Decode {

        private final GenerateOptions options;
        private final IntConsumer listener;
        private final List<Integer> tokens = new ArrayList<>();
        private final List<float[]> logits = new ArrayList<>();
        private final List<Integer> ends = manifest.program().eos();
        private Counters counters = Counters.ZERO;
        private boolean ended;

        Decode(GenerateOptions options, IntConsumer listener) {
            this.options = options;
            this.listener = listener;
        }

        void run(int last, int wanted) {
            boolean sampled = options.temperature() > 0;
            // The machine compares with one stop token; several are watched by the host, a start each.
            boolean single = sampled || options.stopAtEnd() && ends.size() > 1;
            Sampler sampler = new Sampler(options.temperature(), options.seed());
            int token = last;
            while (tokens.size() < wanted && !ended) {
                int count = single ? 1 : wanted;
                int stop = options.stopAtEnd() && ends.size() == 1 ? ends.getFirst() : NO_STOP;
                int mode = sampled || options.keepLogits() ? LOGITS_OF_GENERATED : 0;
                List<Integer> made = new ArrayList<>();
                counters = counters.plus(Session.this.run(new int[] {token}, count, stop, mode, next -> {
                    made.add(next);
                    if (!sampled) {
                        listener.accept(next);
                    }
                }));
                if (made.isEmpty()) {
                    throw new FabricastException(ErrorCode.F9103, "device " + device.transport().name(),
                            "a token from every start", "a program that ended without one",
                            "Run verify on the artefact.");
                }
                position += made.size();
                for (int i = 0; i < made.size(); i++) {
                    float[] kept = mode == 0 ? new float[0] : keptLogits(i);
                    token = sampled ? sampler.sample(kept) : made.get(i);
                    tokens.add(token);
                    if (options.keepLogits()) {
                        logits.add(kept);
                    }
                }
                if (sampled) {
                    listener.accept(token);
                }
                ended = options.stopAtEnd() && ends.contains(token);
            }
        }
    }

    /** One start of the machine. */
    private Counters run(int[] tokens, int generate, int stop, int logits, IntConsumer listener) {
        Transport transport = device.transport();
        for (int i = 0; i < tokens.length; i++) {
            device.write(RegisterMap.TOKENS + 4 * i, tokens[i]);
        }
        device.write(Register.PROMPT_TOKENS, tokens.length);
        device.write(Register.GENERATE_TOKENS, generate);
        device.write(Register.STOP_TOKEN, stop);
        device.write(Register.LOGITS, logits);
        device.write(Register.POSITION, position);
        device.write(Register.CTRL, RegisterMap.AP_START);
        int seen = 0;
        boolean done = false;
        while (!done) {
            Transport.Stop reason = transport.advance(budget);
            tick.run();
            if (reason == Transport.Stop.STALLED) {
                throw device.hang();
            }
            done = reason == Transport.Stop.DONE;
            int produced = device.read(Register.PRODUCED);
            for (; seen < produced; seen++) {
                listener.accept(transport.readRegister(RegisterMap.TOKENS + 4 * (tokens.length + seen)));
            }
        }
        device.readAll(Register.CTRL);
        device.checkFault();
        return Counters.read(transport, manifest.configuration().cores());
    }

    private float[] keptLogits(int index) {
        int vocabulary = manifest.model().vocabulary();
        byte[] bytes = new byte[4 * vocabulary];
        device.transport().readMemory(manifest.region(RegionName.IO).base()
                + (long) index * manifest.program().logitsStrideBytes(), bytes);
        float[] logits = new float[vocabulary];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(logits);
        return logits;
    }

    /** The device. */
    public Device device() {
        return device;
    }

    @Override
    public void close() {
        device.close();
    }
}
