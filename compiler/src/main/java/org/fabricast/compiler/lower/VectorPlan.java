package org.fabricast.compiler.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fabricast.compiler.lower.BufferAllocator.Wish;
import org.fabricast.compiler.pack.KvLayout;
import org.fabricast.compiler.plan.LayerMatrix;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/**
 * Where every vector of a decode step lives on chip. Attention uses two sets of score and probability buffers if they fit,
 * so that one KV head's run overlaps the softmax of another.
 *
 * @param sets        score and probability buffers, 1 or 2
 * @param activations ranges of the activation buffer by name
 * @param results     ranges of the result buffer
 * @param inputs      ranges of the input buffer, words
 * @param scales      ranges of the input buffer's scales
 */
record VectorPlan(int sets, Map<String, Range> activations, Map<String, Range> results, Map<String, Range> inputs,
                  Map<String, Range> scales) {

    /** Of every address in the activation and in the result buffer. */
    static final int ALIGNMENT = 16;

    /** Plans for {@code shape}; F4001 for each buffer that is too small. */
    static VectorPlan of(DecodeShape shape) {
        List<Diagnostic> findings = new ArrayList<>();
        for (int sets = Math.min(2, shape.kvHeads()); sets >= 1; sets--) {
            findings.clear();
            Optional<Map<String, Range>> activations = place(findings, shape, "activation buffer", "binary16 elements",
                    "activation_elements", activationWishes(shape, sets), shape.config().activationElements());
            Optional<Map<String, Range>> results = place(findings, shape, "result buffer", "binary32 elements",
                    "result_elements", resultWishes(shape, sets), shape.config().resultElements());
            Optional<Map<String, Range>> inputs = place(findings, shape, "input buffer", "words", "input_words",
                    inputWishes(shape, sets), shape.config().inputWords());
            Optional<Map<String, Range>> scales = place(findings, shape, "input scale buffer", "scales", "input_scales",
                    scaleWishes(shape, sets), shape.config().inputScales());
            if (findings.isEmpty()) {
                return new VectorPlan(sets, activations.orElseThrow(), results.orElseThrow(), inputs.orElseThrow(),
                        scales.orElseThrow());
            }
        }
        throw new FabricastException(findings);
    }

    Range act(String name) {
        return activations.get(name);
    }

    Range res(String name) {
        return results.get(name);
    }

    private static Optional<Map<String, Range>> place(List<Diagnostic> findings, DecodeShape shape, String buffer,
                                                      String unit, String field, List<Wish> wishes, int capacity) {
        boolean words = field.startsWith("input");
        BufferAllocator allocator = new BufferAllocator(words ? 1 : ALIGNMENT);
        Optional<Map<String, Range>> placed = allocator.place(wishes, capacity);
        if (placed.isEmpty()) {
            findings.add(new Diagnostic(ErrorCode.F4001,
                    buffer + " of " + shape.config().name() + " for " + shape.model().graph().name(),
                    "at least " + allocator.peak(wishes) + " " + unit, capacity + " " + unit,
                    "Raise " + field + " in the configuration, or take a model with a shorter context."));
        }
        return placed;
    }

    // Phases: 1 norm and QKV, 2 rotary and K, V to memory, 3 attention, 4 output projection, 5 gate and up, 6 down, 7 logits.

    static List<Wish> activationWishes(DecodeShape s, int sets) {
        List<Wish> wishes = new ArrayList<>();
        int qk = (s.heads() + s.kvHeads()) * s.headDim();
        int kv = s.kvHeads() * s.headDim();
        wishes.add(new Wish("x", CoreParts.span(s, s.dim(), s.division().dim()), 0, 7));
        wishes.addAll(FamilySteps.activationWishes(s));
        wishes.add(new Wish("normed", s.dim(), 1, 7));
        wishes.add(new Wish("qk", qk, 2, 3));
        wishes.add(new Wish("v", kv, 2, 2));
        wishes.add(new Wish("kLevels", kv, 2, 3));
        wishes.add(new Wish("kScales", s.kvHeads(), 2, 3));
        wishes.add(new Wish("vLevels", kv, 2, 3));
        wishes.add(new Wish("vScales", s.kvHeads(), 2, 3));
        for (int set = 0; set < sets; set++) {
            wishes.add(new Wish("p" + set, s.share() * s.paddedContext(), 3, 3));
            wishes.add(new Wish("factors" + set, s.paddedContext(), 3, 3));
        }
        wishes.add(new Wish("attended", CoreParts.span(s, s.attention(), s.heads() * s.headDim()), 3, 4));
        wishes.add(new Wish("hidden", CoreParts.span(s, s.hidden(), s.division().hidden()), 5, 6));
        return wishes;
    }

    static List<Wish> resultWishes(DecodeShape s, int sets) {
        List<Wish> wishes = new ArrayList<>();
        wishes.add(new Wish("qkv", (s.heads() + 2 * s.kvHeads()) * s.headDim(), 1, 2));
        for (int set = 0; set < sets; set++) {
            wishes.add(new Wish("scores" + set, s.share() * s.paddedContext(), 3, 3));
        }
        wishes.add(new Wish("values", s.heads() * s.headDim(), 3, 4));
        wishes.add(new Wish("out", s.division().dim(), 4, 4));
        wishes.add(new Wish("gateUp", s.division().rows(LayerMatrix.GATE_UP), 5, 5));
        wishes.add(new Wish("down", s.division().dim(), 6, 6));
        wishes.add(new Wish("logits", s.division().vocab(), 7, 7));
        return wishes;
    }

    static List<Wish> inputWishes(DecodeShape s, int sets) {
        List<Wish> wishes = new ArrayList<>();
        wishes.add(new Wish("x", s.words(s.longestInput(), s.group()), 0, 7));
        wishes.add(new Wish("q", s.heads() * s.words(s.headDim(), s.headDim()), 3, 3));
        for (int set = 0; set < sets; set++) {
            wishes.add(new Wish("p" + set, s.share() * s.words(s.paddedContext(), KvLayout.VALUE_GROUP), 3, 3));
        }
        return wishes;
    }

    static List<Wish> scaleWishes(DecodeShape s, int sets) {
        List<Wish> wishes = new ArrayList<>();
        wishes.add(new Wish("x", DecodeShape.ceil(s.longestInput(), s.group()), 0, 7));
        wishes.add(new Wish("q", s.heads(), 3, 3));
        for (int set = 0; set < sets; set++) {
            wishes.add(new Wish("p" + set, s.share() * s.paddedContext() / KvLayout.VALUE_GROUP, 3, 3));
        }
        return wishes;
    }
}
