package org.fabricast.ir.emulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.hw.RegisterMap;
import org.fabricast.ir.hw.RegisterMap.Counter;
import org.fabricast.ir.hw.RegisterMap.Register;
import org.fabricast.ir.isa.ControlUnit;
import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.InstructionCodec;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Operands;
import org.fabricast.ir.isa.Queue;
import org.fabricast.ir.isa.text.Disassembler;
import org.fabricast.ir.isa.verify.OperandRules;

/**
 * One core, executed instruction by instruction in program order, behind the registers of {@link RegisterMap}.
 *
 * <p>Counters: MACS, READ_BYTES (loads only: instructions are not fetched over a bus), WRITE_BYTES and INSTRUCTIONS count;
 * all that count cycles stay zero.
 *
 * <p>Errors: {@link EmulatorFault} for what no correct program does; the FAULT register then shows its code.
 */
public final class Emulator {

    private static final int QUEUES = Queue.values().length;

    /** Why {@link #advance} returned. */
    public enum Stop {
        /** SYS.HALT: ap_done. */
        DONE,
        /** A token was produced. */
        PRODUCED,
        /** At an instruction that all cores take part in; see {@link CoreGroup}. */
        MEETS,
        /** The budget is used up. */
        BUDGET,
        /** Not running: ap_start was not written. */
        IDLE
    }

    private final MachineState state;
    private final MatrixEngine engine;
    private final SpecialFunctions functions;
    private final MemoryUnits memoryUnits;
    private final RegisterFile registers;
    private final ControlUnit control;
    private final List<Instruction> decoded = new ArrayList<>();
    private final int[][] tokens = new int[QUEUES][QUEUES];
    private boolean produced;
    private Optional<Operands> meeting = Optional.empty();

    /** A single core. */
    public Emulator(HardwareConfig config, DeviceMemory memory) {
        this(config, memory, 0);
    }

    /** Core number {@code core} of those that {@code config} has. */
    Emulator(HardwareConfig config, DeviceMemory memory, int core) {
        this.state = new MachineState(config, memory);
        this.engine = new MatrixEngine(state);
        this.functions = new SpecialFunctions(state);
        this.memoryUnits = new MemoryUnits(state);
        this.registers = new RegisterFile(state, core, config.cores());
        this.control = new ControlUnit(new ControlUnit.Host() {
            @Override
            public int argument(int index) {
                return index == RegisterMap.CORE_ARGUMENT ? core : registers.get(RegisterMap.arguments().get(index));
            }

            @Override
            public int token(long index) {
                return state.tokenMemory[tokenIndex(index)];
            }

            @Override
            public void produce(long index, int token) {
                state.tokenMemory[tokenIndex(index)] = token;
                registers.set(Register.PRODUCED, registers.get(Register.PRODUCED) + 1);
                produced = true;
            }

            @Override
            public int result() {
                return state.resultRegister;
            }
        });
    }

    private int tokenIndex(long index) {
        if (index >= state.tokenMemory.length) {
            throw new Violation(EmulatorFault.Kind.ILLEGAL, "word " + index + " of a token memory of "
                    + state.tokenMemory.length);
        }
        return (int) index;
    }

    /** The memory the core is connected to. */
    public DeviceMemory memory() {
        return state.memory;
    }

    /** Reads a register, a counter's half or a word of token memory; unused offsets read zero. */
    public int readRegister(int offset) {
        return registers.read(offset);
    }

    /** Writes a register or a word of token memory; ap_start in CTRL starts an idle core. */
    public void writeRegister(int offset, int value) {
        if (registers.write(offset, value)) {
            start();
        }
    }

    private void start() {
        state.start();
        state.regionBase[0] = registers.wide(Register.WEIGHTS_BASE_LO, Register.WEIGHTS_BASE_HI);
        state.regionBase[1] = registers.wide(Register.KV_BASE_LO, Register.KV_BASE_HI);
        state.regionBase[2] = registers.wide(Register.IO_BASE_LO, Register.IO_BASE_HI);
        control.start();
        meeting = Optional.empty();
        decoded.clear();
        for (int[] from : tokens) {
            Arrays.fill(from, 0);
        }
    }

    /**
     * Executes at most so many instructions; returns earlier after a produced token or the end.
     *
     * @throws EmulatorFault if the program is wrong; the core then stands until it is started again
     */
    public Stop advance(long instructionBudget) {
        if (!registers.running()) {
            return Stop.IDLE;
        }
        produced = false;
        for (long i = 0; i < instructionBudget; i++) {
            if (meeting.isPresent()) {
                return Stop.MEETS;
            }
            step();
            if (control.halted()) {
                registers.finish();
                return Stop.DONE;
            }
            if (produced) {
                return Stop.PRODUCED;
            }
        }
        return Stop.BUDGET;
    }

    private void step() {
        int index = control.next();
        registers.set(Register.PC, index);
        Optional<Instruction> instruction = Optional.empty();
        try {
            instruction = Optional.of(fetch(index));
            execute(instruction.get());
        } catch (Violation e) {
            throw fault(e.kind(), index, instruction, e);
        } catch (IllegalStateException e) {
            throw fault(EmulatorFault.Kind.ILLEGAL, index, instruction, e);
        }
    }

    private EmulatorFault fault(EmulatorFault.Kind kind, int index, Optional<Instruction> instruction, Exception cause) {
        registers.fault(kind);
        EmulatorFault fault = new EmulatorFault(kind, index, instruction.map(Disassembler::line).orElse("undecodable"),
                String.valueOf(cause.getMessage()));
        fault.initCause(cause);
        return fault;
    }

    /** Instructions are decoded when first met and kept until the next start, as by an instruction cache. */
    private Instruction fetch(int index) {
        while (decoded.size() <= index) {
            long address = registers.wide(Register.PROGRAM_BASE_LO, Register.PROGRAM_BASE_HI)
                    + (long) decoded.size() * Opcode.BYTES;
            int[] words = new int[Opcode.BYTES / 4];
            try {
                for (int w = 0; w < words.length; w++) {
                    words[w] = state.memory.readInt(address + 4L * w);
                }
            } catch (IndexOutOfBoundsException e) {
                throw new Violation(EmulatorFault.Kind.READ, "fetches " + e.getMessage());
            }
            List<String> wrong = InstructionCodec.illegal(words);
            if (!wrong.isEmpty() && decoded.size() == index) {
                throw new Violation(EmulatorFault.Kind.ILLEGAL, String.join("; ", wrong));
            }
            // Words that are skipped by a branch need not be instructions; they fault only when met.
            decoded.add(wrong.isEmpty() ? InstructionCodec.legal(words) : ILLEGAL);
        }
        if (decoded.get(index) == ILLEGAL) {
            throw new Violation(EmulatorFault.Kind.ILLEGAL, "not an instruction");
        }
        return decoded.get(index);
    }

    private void execute(Instruction instruction) {
        Operands operands = Operands.of(instruction, control.registers());
        List<String> broken = OperandRules.broken(operands, state.config);
        if (!broken.isEmpty()) {
            throw new Violation(EmulatorFault.Kind.ILLEGAL, String.join("; ", broken));
        }
        int own = operands.opcode().queue().ordinal();
        for (int from = 0; from < QUEUES; from++) {
            if ((instruction.waitMask() >> from & 1) != 0 && --tokens[from][own] < 0) {
                throw new Violation(EmulatorFault.Kind.TOKEN, "waits for a token of " + Queue.values()[from]
                        + " that nothing before it released");
            }
        }
        if (state.config.divided() && meets(operands)) {
            meeting = Optional.of(operands);
        } else {
            complete(operands);
        }
    }

    private static boolean meets(Operands o) {
        return o.opcode() == Opcode.SYS_BARRIER || o.opcode().joinsCores() && !o.isEmpty();
    }

    /** What this core waits for the others at, with its operands. */
    Optional<Operands> meeting() {
        return meeting;
    }

    /** Goes on behind the meeting. */
    void leave() {
        Operands met = meeting.orElseThrow();
        meeting = Optional.empty();
        complete(met);
    }

    MachineState state() {
        return state;
    }

    /** Instructions since the start. */
    long executed() {
        return state.counters[Counter.INSTRUCTIONS.ordinal()];
    }

    /** The fault of a core that waits for others in vain. */
    EmulatorFault apart(String others) {
        return fault(EmulatorFault.Kind.ILLEGAL, control.next(), meeting.map(Operands::instruction),
                new IllegalStateException("meets " + others));
    }

    private void complete(Operands operands) {
        Instruction instruction = operands.instruction();
        int own = operands.opcode().queue().ordinal();
        if (operands.opcode().queue() == Queue.SYS) {
            control.execute(operands);
        } else {
            if (!operands.isEmpty() && !operands.opcode().joinsCores()) {
                unit(operands);
            }
            control.skip();
        }
        for (int to = 0; to < QUEUES; to++) {
            tokens[own][to] += instruction.releaseMask() >> to & 1;
        }
        state.count(Counter.INSTRUCTIONS, 1);
    }

    private void unit(Operands o) {
        switch (o.opcode()) {
            case LD_RING -> memoryUnits.loadRing(o);
            case LD_ACT -> memoryUnits.loadActivation(o);
            case ST_I8 -> memoryUnits.storeActivation(o, 1);
            case ST_F16 -> memoryUnits.storeActivation(o, 2);
            case ST_F32 -> memoryUnits.storeResult(o);
            case MM_RUN, MV_RUN -> engine.run(o);
            case MV_LOADX -> functions.loadx(o);
            case MISC_RMSNORM -> functions.rmsnorm(o);
            case MISC_SOFTMAX -> functions.softmax(o);
            case MISC_SILU_MUL -> functions.siluMul(o);
            case MISC_ROPE -> functions.rope(o);
            case MISC_ADD -> functions.add(o);
            case MISC_CAST -> functions.cast(o);
            case MISC_QUANTISE_KV -> functions.quantiseKv(o);
            case MISC_ARGMAX -> functions.argmax(o);
            case MISC_LAYERNORM -> functions.layerNorm(o);
            case MISC_BIAS_ADD -> functions.biasAdd(o);
            case MISC_BIAS_RELU -> functions.biasRelu(o);
            case MISC_SUM -> functions.sum(o);
            case SYS_HALT, SYS_ADD, SYS_SUB, SYS_MUL, SYS_SHR, SYS_MIN, SYS_LOOP, SYS_END, SYS_BRANCH, SYS_TOKGET,
                    SYS_TOKPUT, SYS_RESULT, SYS_ARG, SYS_BARRIER, SYS_EXIT ->
                    throw new IllegalArgumentException(o.opcode() + " is executed by the sequencer");
            case ST_GATHER, ST_ARGMAX -> throw new IllegalArgumentException(o.opcode() + " is executed by all cores together");
        }
    }

    /** Stands in the list of decoded instructions for what is not one; compared by identity. */
    private static final Instruction ILLEGAL = new Instruction(Opcode.SYS_HALT, 0, 0, 0, List.of(0, 0, 0, 0, 0, 0),
            List.of(0, 0, 0, 0, 0, 0));

    /** A copy of binary16 bits of the activation buffer, for tests and tools. */
    public short[] activation(int from, int count) {
        return Arrays.copyOfRange(state.activation, from, from + count);
    }

    /** A copy of binary32 numbers of the result buffer, for tests and tools. */
    public float[] result(int from, int count) {
        return Arrays.copyOfRange(state.result, from, from + count);
    }
}
