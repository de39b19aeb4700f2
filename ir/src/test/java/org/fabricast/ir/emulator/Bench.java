package org.fabricast.ir.emulator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.hw.RegisterMap;
import org.fabricast.ir.hw.RegisterMap.Register;
import org.fabricast.ir.isa.Program;
import org.fabricast.ir.isa.text.Assembler;

/** A core with its memory: program at 0x1000, weights at 0x10000, keys and values at 0x20000, logits at 0x30000. */
final class Bench {

    static final int PROGRAM = 0x1000;
    static final int WEIGHTS = 0x10000;
    static final int KV = 0x20000;
    static final int IO = 0x30000;

    final DeviceMemory memory = new DeviceMemory(0x40000);
    final Emulator emulator;

    Bench(HardwareConfig config) {
        emulator = new Emulator(config, memory);
    }

    /** Sixteen MACs per cycle, one lane, small memories. */
    static HardwareConfig tiny() {
        return new HardwareConfig("tiny", 4, 1, 4, 16, 1024, 1024, 256, 256, 64, 16, 512, 4, 4, 2, 64, 1);
    }

    Bench load(String text) {
        return load(Program.of(Assembler.assemble("test", text)).bytes());
    }

    Bench load(byte[] program) {
        memory.write(PROGRAM, program);
        set(Register.PROGRAM_BASE_LO, PROGRAM);
        set(Register.WEIGHTS_BASE_LO, WEIGHTS);
        set(Register.KV_BASE_LO, KV);
        set(Register.IO_BASE_LO, IO);
        return this;
    }

    void set(Register register, int value) {
        emulator.writeRegister(register.offset(), value);
    }

    int get(Register register) {
        return emulator.readRegister(register.offset());
    }

    Bench start() {
        set(Register.CTRL, RegisterMap.AP_START);
        return this;
    }

    /** Starts and runs to the end. */
    Bench run() {
        start();
        for (int i = 0; i < 1000; i++) {
            if (emulator.advance(10_000) == Emulator.Stop.DONE) {
                return this;
            }
        }
        throw new AssertionError("the program does not end");
    }

    /** Binary16 numbers in memory. */
    void halves(int address, float... values) {
        for (int i = 0; i < values.length; i++) {
            memory.writeShort(address + 2L * i, Float.floatToFloat16(values[i]));
        }
    }

    void bytes(int address, int... values) {
        for (int i = 0; i < values.length; i++) {
            memory.writeByte(address + i, values[i]);
        }
    }

    /** Binary32 numbers from memory. */
    float[] floats(int address, int count) {
        float[] values = new float[count];
        ByteBuffer.wrap(memory.read(address, 4 * count)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}
