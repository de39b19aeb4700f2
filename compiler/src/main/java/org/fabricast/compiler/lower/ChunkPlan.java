package org.fabricast.compiler.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.fabricast.compiler.lower.Access.Space;
import org.fabricast.compiler.lower.BufferAllocator.Wish;
import org.fabricast.ir.hw.HardwareConfig;

/**
 * Where the vectors of a chunk of prompt tokens live on chip. What matrix runs read and write stands once per token, in slots of
 * equal size; what only passes between two steps of one token stands once, or once per token if there is room, so that
 * one token's steps overlap another's.
 *
 * @param tokens      most tokens of a chunk, a power of two
 * @param early       queries are quantised as soon as they are rotated and wait in the input buffer; else in the activation buffer
 * @param attention   vectors of the first token, up to the output projection
 * @param feedForward vectors of the first token, behind it
 */
record ChunkPlan(int tokens, boolean early, VectorPlan attention, VectorPlan feedForward) {

    private static final Set<String> PASSING =
            Set.of("normed", "qk", "v", "kLevels", "kScales", "vLevels", "vScales", "hidden");
    private static final Set<String> ONE_PHASE = Set.of("v", "kLevels", "kScales", "vLevels", "vScales");
    private static final int ATTENTION = 4;
    private static final int FEED_FORWARD = 5;
    /** What a vector of the feed-forward part is called that has another place than its namesake in attention. */
    private static final String SECOND = ".second";

    /** A vector, and whether every token has its own. */
    private record Vector(Wish wish, boolean perToken) { }

    /**
     * The plan of the longest chunk that fits; nothing if that would be one token.
     *
     * <p>Two sets of score buffers come first: with one, attention of a token waits at every head, which costs more than longer
     * chunks gain. Of plans with as many tokens those come first that have room for what passes.
     */
    static Optional<ChunkPlan> of(DecodeShape shape) {
        for (int sets = Math.min(2, shape.kvHeads()); sets >= 1; sets--) {
            for (int tokens = shape.config().vectors(); tokens > 1; tokens /= 2) {
                for (boolean room : new boolean[] {true, false}) {
                    for (boolean early : new boolean[] {true, false}) {
                        Optional<ChunkPlan> plan = new Builder(shape, tokens, sets, room, early).build();
                        if (plan.isPresent()) {
                            return plan;
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** One attempt. */
    private record Builder(DecodeShape shape, int tokens, int sets, boolean room, boolean early) {

        Optional<ChunkPlan> build() {
            HardwareConfig config = shape.config();
            Optional<Map<String, Range>> activations = place(Space.ACTIVATION,
                    activations(VectorPlan.activationWishes(shape, sets)), config.activationElements());
            Optional<Map<String, Range>> results = place(Space.RESULT, results(VectorPlan.resultWishes(shape, sets)),
                    config.resultElements());
            int shortest = Math.max(shape.dim(), shape.attention());
            Optional<Map<String, Range>> inputs = place(Space.INPUT,
                    inputs(VectorPlan.inputWishes(shape, sets), shape.words(shortest, shape.group())), config.inputWords());
            Optional<Map<String, Range>> scales = place(Space.INPUT_SCALE,
                    inputs(VectorPlan.scaleWishes(shape, sets), DecodeShape.ceil(shortest, shape.group())),
                    config.inputScales());
            if (activations.isEmpty() || results.isEmpty() || inputs.isEmpty() || scales.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new ChunkPlan(tokens, early,
                    new VectorPlan(sets, activations.get(), results.get(), inputs.get(), scales.get()),
                    new VectorPlan(sets, second(activations.get()), second(results.get()), second(inputs.get()),
                            second(scales.get()))));
        }

        private List<Vector> activations(List<Wish> wishes) {
            List<Vector> vectors = new ArrayList<>();
            for (Wish wish : wishes) {
                String name = wish.name();
                boolean always = name.equals("x") || name.equals("rope");
                boolean query = name.equals("qk");
                boolean perToken = always || room && PASSING.contains(name) || query && !early;
                if (name.equals("normed")) {
                    vectors.add(new Vector(new Wish(name, wish.length(), 1, 1), perToken));
                    vectors.add(new Vector(new Wish(name + SECOND, wish.length(), FEED_FORWARD, FEED_FORWARD), perToken));
                } else {
                    boolean onePhase = ONE_PHASE.contains(name) || query && early;
                    vectors.add(new Vector(onePhase ? new Wish(name, wish.length(), wish.first(), wish.first()) : wish, perToken));
                }
            }
            return vectors;
        }

        private List<Vector> results(List<Wish> wishes) {
            Set<String> ofRuns = Set.of("qkv", "out", "gateUp", "down");
            return wishes.stream().filter(wish -> !wish.name().equals("logits"))
                    .map(wish -> new Vector(wish, ofRuns.contains(wish.name()))).toList();
        }

        /** The engine's inputs are longer behind SiLU than before; {@code first} is their length before. */
        private List<Vector> inputs(List<Wish> wishes, int first) {
            List<Vector> vectors = new ArrayList<>();
            for (Wish wish : wishes) {
                if (wish.name().equals("x")) {
                    vectors.add(new Vector(new Wish("x", first, 0, ATTENTION), true));
                    vectors.add(new Vector(new Wish("x" + SECOND, wish.length(), FEED_FORWARD, wish.last()), true));
                } else {
                    vectors.add(new Vector(wish, wish.name().equals("q") && early));
                }
            }
            return vectors;
        }

        private Optional<Map<String, Range>> place(Space space, List<Vector> vectors, int capacity) {
            int alignment = space == Space.ACTIVATION || space == Space.RESULT ? VectorPlan.ALIGNMENT : 1;
            List<Wish> wishes = vectors.stream().map(vector -> vector.perToken()
                    ? new Wish(vector.wish().name(), tokens * aligned(vector.wish().length(), alignment), vector.wish().first(),
                            vector.wish().last()) : vector.wish()).toList();
            Optional<Map<String, Range>> placed = new BufferAllocator(alignment).place(wishes, capacity);
            return placed.map(ranges -> {
                Map<String, Range> one = new HashMap<>();
                for (Vector vector : vectors) {
                    String name = vector.wish().name();
                    Range all = ranges.get(name);
                    one.put(name, vector.perToken() ? all.slots(vector.wish().length(), tokens) : all);
                }
                return one;
            });
        }

        private static int aligned(int length, int alignment) {
            return DecodeShape.ceil(length, alignment) * alignment;
        }

        private static Map<String, Range> second(Map<String, Range> ranges) {
            Map<String, Range> renamed = new HashMap<>(ranges);
            ranges.forEach((name, range) -> {
                if (name.endsWith(SECOND)) {
                    renamed.put(name.substring(0, name.length() - SECOND.length()), range);
                }
            });
            return renamed;
        }
    }
}
