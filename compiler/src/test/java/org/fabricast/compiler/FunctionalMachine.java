package org.fabricast.compiler;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

import org.fabricast.compiler.divide.Division;
import org.fabricast.ir.emulator.CoreGroup;
import org.fabricast.ir.emulator.DeviceMemory;
import org.fabricast.ir.emulator.Emulator;
import org.fabricast.ir.hw.RegisterMap;
import org.fabricast.ir.hw.RegisterMap.Register;
import org.fabricast.ir.image.MemoryRegion;

/** The emulator with a compiled model in its memory, for tests of the compiler alone. */
public final class FunctionalMachine {

    private static final List<Register> BASES = List.of(Register.PROGRAM_BASE_LO, Register.WEIGHTS_BASE_LO,
            Register.KV_BASE_LO, Register.IO_BASE_LO);

    private final CoreGroup emulator;
    private final DeviceMemory memory;
    private final CompiledModel model;

    /** Loads {@code model}. */
    public FunctionalMachine(CompiledModel model) {
        this.model = model;
        List<MemoryRegion> map = model.memoryMap();
        memory = new DeviceMemory(map.getLast().end());
        memory.write(map.get(0).base(), model.program().bytes());
        memory.write(map.get(1).base(), model.image().bytes());
        emulator = new CoreGroup(model.options().config(), memory);
        int cores = model.options().config().cores();
        long logits = cores == 1 ? 0 : 4L * Division.of(model.fused(), model.options().config()).vocab();
        long[] strides = {0, map.get(1).bytes() / cores, map.get(2).bytes() / cores, logits};
        for (int core = 0; core < cores; core++) {
            for (int i = 0; i < BASES.size(); i++) {
                emulator.writeRegister((core << RegisterMap.ADDRESS_BITS) + BASES.get(i).offset(),
                        (int) (map.get(i).base() + core * strides[i]));
            }
        }
    }

    /** Of every core. */
    private void write(int offset, int value) {
        emulator.writeRegister(model.options().config().divided() ? RegisterMap.ALL_CORES + offset : offset, value);
    }

    /** One start; returns the tokens generated. */
    public List<Integer> run(int[] prompt, int generate, int stop, int logits, int position) {
        for (int i = 0; i < prompt.length; i++) {
            write(RegisterMap.TOKENS + 4 * i, prompt[i]);
        }
        write(Register.PROMPT_TOKENS.offset(), prompt.length);
        write(Register.GENERATE_TOKENS.offset(), generate);
        write(Register.STOP_TOKEN.offset(), stop);
        write(Register.LOGITS.offset(), logits);
        write(Register.POSITION.offset(), position);
        write(Register.CTRL.offset(), RegisterMap.AP_START);
        while (emulator.advance(1 << 20) != Emulator.Stop.DONE) {
            // a produced token: go on
        }
        List<Integer> tokens = new ArrayList<>();
        for (int i = 0; i < emulator.readRegister(Register.PRODUCED.offset()); i++) {
            tokens.add(emulator.readRegister(RegisterMap.TOKENS + 4 * (prompt.length + i)));
        }
        return tokens;
    }

    /** What program and weights were loaded into. */
    public DeviceMemory memory() {
        return memory;
    }

    /** Logits of the kept step number {@code index}. */
    public float[] logits(int index) {
        int vocabulary = model.fused().vocab();
        int stride = (4 * vocabulary + 63) / 64 * 64;
        float[] logits = new float[vocabulary];
        ByteBuffer.wrap(memory.read(model.memoryMap().get(3).base() + (long) index * stride, 4 * vocabulary))
                .order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(logits);
        return logits;
    }
}
