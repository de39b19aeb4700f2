package org.fabricast.compiler.lower;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.fabricast.compiler.pack.ImageLayout;
import org.fabricast.compiler.pack.KvLayout;
import org.fabricast.ir.isa.Condition;
import org.fabricast.ir.isa.Field;
import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.Instructions;
import org.fabricast.ir.isa.Layout;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Queue;
import org.fabricast.ir.isa.Region;

/**
 * Prompts in chunks: a loop over chunks of tokens, in it a loop over layers, in it the runs of the projections over all tokens of
 * the chunk at once, so that weights cross the memory port once per chunk, and between them loops over the tokens.
 *
 * <p>The steps are those of {@link LayerEmitter} in the order of one token, so results have the same bits. Keys and values of all
 * tokens of a chunk are in memory before the first of them attends; each attends at its own length, so later ones count for
 * nothing. All tokens of a prompt are processed here but the one that generates, the last chunk being shorter; prompts whose every
 * logit is wanted go token by token.
 *
 * <p>Requires: registers of arguments, {@code STEP} 0. Establishes: {@code STEP} and {@code POSITION} of the first token left.
 *
 * <p>Source: FlightLLM, matrix mode for prefill. We add: one program for every length of prompt.
 */
final class ChunkEmitter {

    private static final int UNIT = Region.LOAD_UNIT_BYTES;
    private static final String LABELS = "chunk.";
    private static final Field VECTORS = Layout.require(Opcode.MM_RUN, "vectors");
    private static final Field XSTRIDE = Layout.require(Opcode.MM_RUN, "xstride");
    private static final Field XSSTRIDE = Layout.require(Opcode.MM_RUN, "xsstride");
    private static final Field RESSTRIDE = Layout.require(Opcode.MM_RUN, "resstride");
    private static final Field LOADED_REGION = Layout.require(Opcode.LD_ACT, "region");
    private static final Field RING = Layout.require(Opcode.MV_RUN, "ring");

    private final DecodeProgram program;
    private final ChunkPlan plan;
    private final Code body = new Code();

    private ChunkEmitter(DecodeProgram program, ChunkPlan plan) {
        this.program = program;
        this.plan = plan;
    }

    /** Adds the loop over chunks to {@code code}. */
    static void add(Code code, DecodeProgram program, DecodeShape shape, ChunkPlan plan, ImageLayout image, KvLayout kv) {
        code.set(Registers.T0, 0);
        code.branch(Condition.EQUAL, Registers.MODE, 0, DecodeProgram.LOGITS_EVERY_STEP, "chunks");
        tokens(code, Registers.T0);
        // whole chunks and a shorter one
        code.shift(Registers.T0, Registers.T0, plan.tokens() - 1, Integer.numberOfTrailingZeros(plan.tokens()));
        code.label("chunks");
        ChunkEmitter layer = new ChunkEmitter(program, plan);
        layer.layer(LayerEmitter.parts(shape, plan, image, kv));
        Code chunk = new Code();
        begin(chunk, program, plan);
        program.layers(chunk, layer.body);
        chunk.sum(Registers.POSITION, Registers.POSITION, Registers.CHUNK, 0);
        chunk.add(Instructions.of(Opcode.SYS_BARRIER));
        Code relabelled = new Code();
        Item.relabelled(chunk.items(), LABELS).forEach(relabelled::add);
        code.loop(Instructions.of(Opcode.SYS_LOOP).ra(Registers.T0), true, relabelled);
    }

    /** Tokens that go in chunks: the last of the prompt generates, if anything does. */
    private static void tokens(Code code, int register) {
        code.least(register, Registers.GENERATE, 1);
        code.add(Instructions.of(Opcode.SYS_SUB).rd(register).ra(Registers.PROMPT).rb(register));
    }

    /** How many tokens; their rows. */
    private static void begin(Code code, DecodeProgram program, ChunkPlan plan) {
        tokens(code, Registers.CHUNK);
        code.add(Instructions.of(Opcode.SYS_SUB).rd(Registers.CHUNK).ra(Registers.CHUNK).rb(Registers.STEP));
        code.least(Registers.CHUNK, Registers.CHUNK, plan.tokens());
        code.multiplyAdd(Registers.VECTORS, Registers.CHUNK, 1 << VECTORS.low(), 0);
        Code token = new Code();
        program.inputs(token, plan.attention());
        token.sum(Registers.STEP, Registers.STEP, 0, 1);
        token.sum(Registers.POSITION, Registers.POSITION, 0, 1);
        TokenLoop.add(code, new Code(), token.items(), Registers.FREE_IN_LOOK_UP);
        firstPosition(code);
    }

    /** Back to the first token of the chunk. */
    private static void firstPosition(Code code) {
        code.add(Instructions.of(Opcode.SYS_SUB).rd(Registers.POSITION).ra(Registers.POSITION).rb(Registers.CHUNK));
    }

    private void layer(LayerEmitter.Parts layer) {
        Code places = new Code();
        program.places(places);
        for (int address : Registers.NEW_POSITION) {
            places.multiplyAdd(address, Registers.KV, UNIT, address);
        }
        part(layer.keysAndValues().items(), places, Registers.FREE_IN_CHUNK);
        Code lengths = new Code();
        program.lengths(lengths, LoadedLength.EXACT);
        List<Item> rest = new ArrayList<>(layer.attention().items());
        rest.addAll(layer.feedForward().items());
        part(rest, lengths, Registers.FREE_IN_ATTENTION);
        layer.next().items().forEach(body::add);
    }

    /**
     * A part of a layer: runs on weights take all tokens, loads of weights and what touches no vector happen once, and the rest is
     * done token by token, with the scalar instructions that a step needs. What happens once stands in front of a loop if it stands in
     * front of its steps, else behind.
     *
     * @param byPosition what a token does first in a loop that addresses K and V
     * @param free       registers that such a loop may use
     */
    private void part(List<Item> part, Code byPosition, List<Integer> free) {
        List<Item> token = new ArrayList<>();
        List<Item> once = new ArrayList<>();
        for (Item item : part) {
            if (item instanceof Item.Step step && runsOnWeights(step.instruction())) {
                perToken(token, byPosition, free);
                once.forEach(body::add);
                token.clear();
                once.clear();
                body.add(allTokens(step));
            } else if (item instanceof Item.Step step && !step.accesses().isEmpty() && !ofAllTokens(step.instruction())) {
                List<Item> before = token.isEmpty() ? body.items() : once;
                List<Item> own = scalarsOf(step.instruction(), before);
                before.subList(before.size() - own.size(), before.size()).clear();
                token.addAll(own);
                token.add(step);
            } else if (token.isEmpty()) {
                body.add(item);
            } else {
                once.add(item);
            }
        }
        perToken(token, byPosition, free);
        once.forEach(body::add);
    }

    /** The scalar instructions just before a step that give it what it reads in a scratch register. */
    private static List<Item> scalarsOf(Instruction instruction, List<Item> before) {
        Set<Integer> wanted = new HashSet<>(instruction.registers());
        wanted.retainAll(Registers.SCRATCH);
        int from = before.size();
        while (from > 0 && before.get(from - 1) instanceof Item.Step step && step.queue() == Queue.SYS
                && wanted.contains(step.instruction().registers().getFirst())) {
            wanted.addAll(step.instruction().registers());
            wanted.retainAll(Registers.SCRATCH);
            from--;
        }
        return List.copyOf(before.subList(from, before.size()));
    }

    private void perToken(List<Item> token, Code byPosition, List<Integer> free) {
        boolean positions = Item.steps(token).stream().flatMap(step -> step.accesses().stream())
                .anyMatch(access -> access.space() == Access.Space.KV);
        if (positions) {
            List<Item> items = new ArrayList<>(token);
            Code next = new Code();
            next.sum(Registers.POSITION, Registers.POSITION, 0, 1);
            items.addAll(next.items());
            TokenLoop.add(body, byPosition, items, free);
            firstPosition(body);
        } else if (!token.isEmpty()) {
            TokenLoop.add(body, new Code(), token, Registers.FREE_IN_CHUNK);
        }
    }

    private static boolean runsOnWeights(Instruction instruction) {
        return instruction.opcode() == Opcode.MV_RUN && Layout.get(RING, instruction.flags()) == 0;
    }

    /** Vectors of the weight region that a layer loads are the same for all tokens. */
    private static boolean ofAllTokens(Instruction instruction) {
        return instruction.opcode() == Opcode.LD_ACT
                && Layout.get(LOADED_REGION, instruction.flags()) == Region.WEIGHTS.ordinal();
    }

    /** The run of one token, for all tokens of the chunk. */
    private static Item.Step allTokens(Item.Step step) {
        Instruction i = step.instruction();
        List<Integer> immediates = new ArrayList<>(i.immediates());
        List<Integer> registers = new ArrayList<>(i.registers());
        for (Access access : step.accesses()) {
            switch (access.space()) {
                case INPUT -> put(immediates, XSTRIDE, access.stride());
                case INPUT_SCALE -> put(immediates, XSSTRIDE, access.stride());
                case RESULT -> put(immediates, RESSTRIDE, access.stride());
                case ACTIVATION, KV, SCALAR -> throw new IllegalArgumentException("no operand of a run: " + access);
            }
        }
        put(immediates, VECTORS, 0);
        registers.set(VECTORS.slot(), Registers.VECTORS);
        return new Item.Step(new Instruction(Opcode.MM_RUN, 0, 0, i.flags(), registers, immediates),
                step.accesses().stream().map(Access::hull).toList(), "");
    }

    private static void put(List<Integer> immediates, Field field, int value) {
        immediates.set(field.slot(), Layout.put(field, immediates.get(field.slot()), value));
    }
}
