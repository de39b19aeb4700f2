package org.fabricast.rtl.front;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.hw.RegisterMap;
import org.fabricast.ir.hw.RegisterMap.Access;
import org.fabricast.ir.hw.RegisterMap.Counter;
import org.fabricast.ir.hw.RegisterMap.Register;
import org.fabricast.rtl.GeneratedHeader;

/**
 * Template {@code control}: the machine's registers on AXI4-Lite, its run, its token memory and its counters, all from
 * {@link RegisterMap}.
 *
 * @param header      what the file says first
 * @param addressMsb  highest bit of a byte address
 * @param wordMsb     highest bit of a word address
 * @param tokenBit    bit of a word address that selects token memory
 * @param tokenBits   bits of a word's address in token memory
 * @param tokenMsb    highest of them
 * @param tokenInside whether a word address in token memory's space is within its capacity
 * @param ctrl        word of the control register, and of the three that belong to interrupts
 * @param gier        global enable
 * @param ier         enables
 * @param isr         status
 * @param stored      registers that hold what the host wrote
 * @param bases       those of them that hold base addresses, passed on to the units
 * @param readable    everything that can be read, by word
 * @param counters    the counters
 * @param corePorts   the number of the core, where there are several
 * @param arguments   what SYS.ARG reads
 * @param argumentCount literal of how many those are
 */
public record Control(GeneratedHeader header, int addressMsb, int wordMsb, int tokenBit, int tokenBits, int tokenMsb,
        String tokenInside, String ctrl, String gier, String ier, String isr, List<Stored> stored, List<String> bases,
        List<Readable> readable, List<Event> counters, List<String> corePorts, List<Argument> arguments, String argumentCount) {

    /**
     * A register of 32 bits that the host writes and reads.
     *
     * @param name of the register
     * @param word literal of its word address
     */
    public record Stored(String name, String word) { }

    /**
     * A word that can be read.
     *
     * @param word    literal of its word address
     * @param value   Verilog expression of 32 bits
     * @param meaning name in the register map
     */
    public record Readable(String word, String value, String meaning) { }

    /**
     * A counter.
     *
     * @param name of it and of its event port
     * @param bits of what it adds in a cycle
     * @param msb  highest of them
     */
    public record Event(String name, int bits, int msb) { }

    /**
     * An argument.
     *
     * @param index literal
     * @param value Verilog expression of 32 bits
     */
    public record Argument(String index, String value) { }

    public Control {
        stored = List.copyOf(stored);
        bases = List.copyOf(bases);
        readable = List.copyOf(readable);
        counters = List.copyOf(counters);
        corePorts = List.copyOf(corePorts);
        arguments = List.copyOf(arguments);
    }

    /** Bits of what a counter adds in one cycle at most: beats of up to 64 bytes, words of up to 64 by 64. */
    public static int eventBits(Counter counter) {
        return switch (counter) {
            case MACS -> 16;
            case READ_BYTES, WRITE_BYTES, FETCH_BYTES, READ_WEIGHT_BYTES, READ_ROW_BYTES, READ_KV_BYTES, WRITE_KV_BYTES,
                    WRITE_LOGIT_BYTES -> 8;
            case CYCLES, LD_BUSY, ST_BUSY, MM_BUSY, MV_BUSY, MISC_BUSY, LD_WAIT, ST_WAIT, MM_WAIT, MV_WAIT, MISC_WAIT,
                    ENGINE_STARVED, LD_BLOCKED, DISPATCH_BLOCKED, FETCH_STALL, INSTRUCTIONS -> 1;
        };
    }

    /** Control of a machine. */
    public static Control of(HardwareConfig config) {
        int tokenBits = Integer.numberOfTrailingZeros(config.tokenCapacity());
        if (RegisterMap.TOKENS + 4 * config.tokenCapacity() > 1 << RegisterMap.ADDRESS_BITS) {
            throw new IllegalArgumentException(config.tokenCapacity() + " tokens do not fit the address space of the port");
        }
        List<Stored> stored = new ArrayList<>();
        List<Readable> readable = new ArrayList<>();
        for (Register register : Register.values()) {
            if (register.access() == Access.READ_WRITE) {
                stored.add(new Stored(lower(register), word(register.offset())));
            }
            readable.add(new Readable(word(register.offset()), value(register, config), register.name()));
        }
        List<String> bases = stored.stream().map(Stored::name).filter(name -> name.contains("_base_")).toList();
        List<Event> counters = new ArrayList<>();
        for (Counter counter : Counter.values()) {
            String name = counter.name().toLowerCase(Locale.ROOT);
            counters.add(new Event(name, eventBits(counter), eventBits(counter) - 1));
            readable.add(new Readable(word(counter.offset()), "count_" + name + "[31:0]", counter.name()));
            readable.add(new Readable(word(counter.offset() + 4), "count_" + name + "[63:32]", "upper half"));
        }
        List<Argument> arguments = new ArrayList<>();
        for (Register register : RegisterMap.arguments()) {
            arguments.add(new Argument("32'd" + arguments.size(), lower(register) + "_q"));
        }
        if (config.divided()) {
            arguments.add(new Argument("32'd" + RegisterMap.CORE_ARGUMENT, "{24'd0, core}"));
        }
        GeneratedHeader header = GeneratedHeader.of(Control.class, config.hash() + readable + counters,
                List.of("tokens = " + config.tokenCapacity(), "configuration = " + config.hash().substring(0, 8)),
                List.of("Registers, interrupt, run, token memory and counters behind AXI4-Lite (register map: see manual).",
                        "An access takes two cycles here; token memory serves the sequencer first. Reads of unmapped words give 0.",
                        "rst clears registers and ends a run; the counters, PRODUCED and FAULT are cleared by every start."));
        return new Control(header, RegisterMap.ADDRESS_BITS - 1, RegisterMap.ADDRESS_BITS - 3,
                Integer.numberOfTrailingZeros(RegisterMap.TOKENS) - 2, tokenBits, tokenBits - 1, tokenInside(tokenBits),
                word(Register.CTRL.offset()), word(Register.GIER.offset()), word(Register.IER.offset()), word(Register.ISR.offset()), stored, bases, readable,
                counters, config.divided() ? List.of("input  wire [7:0]  core") : List.of(), arguments, "32'd" + arguments.size());
    }

    private static String value(Register register, HardwareConfig config) {
        return switch (register) {
            case CTRL -> "{28'd0, ready_q, idle, done_q, start_q}";
            case GIER -> "{31'd0, gier_q}";
            case IER -> "{30'd0, ier_q}";
            case ISR -> "{30'd0, isr_q}";
            case MAGIC_ID -> hex(RegisterMap.MAGIC);
            case ISA_ID -> hex(RegisterMap.ISA_VERSION);
            case CONFIG_ID -> hex(config.hash32());
            case CORE_ID -> config.divided() ? "{16'd0, 8'd" + config.cores() + ", core}" : "{16'd0, 8'd1, 8'd0}";
            case PRODUCED -> "produced_q";
            case PC -> "pc";
            case FAULT -> "{30'd0, fault_q}";
            case BLOCKED -> "blocked";
            case RING_LEVELS -> "ring_levels";
            case PROGRAM_BASE_LO, PROGRAM_BASE_HI, WEIGHTS_BASE_LO, WEIGHTS_BASE_HI, IO_BASE_LO, IO_BASE_HI, PROMPT_TOKENS,
                    GENERATE_TOKENS, STOP_TOKEN, LOGITS, POSITION, KV_BASE_LO, KV_BASE_HI -> lower(register) + "_q";
        };
    }

    private static String tokenInside(int tokenBits) {
        int select = Integer.numberOfTrailingZeros(RegisterMap.TOKENS) - 2;
        return tokenBits == select ? "1'b1" : "!(|req_word[" + (select - 1) + ":" + tokenBits + "])";
    }

    private static String lower(Register register) {
        return register.name().toLowerCase(Locale.ROOT);
    }

    private static String hex(int value) {
        return String.format("32'h%08x", value);
    }

    private static String word(int offset) {
        return String.format("%d'h%04x", RegisterMap.ADDRESS_BITS - 2, offset / 4);
    }
}
