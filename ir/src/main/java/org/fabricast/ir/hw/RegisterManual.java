package org.fabricast.ir.hw;

import org.fabricast.ir.hw.RegisterMap.Counter;
import org.fabricast.ir.hw.RegisterMap.Register;

/** The page {@code docs/registers.md}, from the register map. */
public final class RegisterManual {

    private RegisterManual() {
    }

    /** The whole page. */
    public static String text() {
        StringBuilder text = new StringBuilder("""
                # Registers

                Generated from `RegisterMap` by `RegisterManual`; do not edit. AXI4-Lite, %d address bits, 32-bit registers.

                | offset | name | access | meaning |
                |---|---|---|---|
                """.formatted(RegisterMap.ADDRESS_BITS));
        for (Register register : Register.values()) {
            String access = switch (register.access()) {
                case READ_WRITE -> "read, write";
                case READ_ONLY -> "read";
                case CONTROL -> "control";
            };
            text.append("| 0x%04X | `%s` | %s | %s |\n".formatted(register.offset(), register, access, register.meaning()));
        }
        text.append("""

                ## Arguments

                `SYS.ARG` reads, by number:
                """);
        for (int i = 0; i < RegisterMap.arguments().size(); i++) {
            text.append("%d `%s`%s".formatted(i, RegisterMap.arguments().get(i),
                    i + 1 < RegisterMap.arguments().size() ? ", " : ".\n"));
        }
        text.append("%d is the number of the core, where there are several.\n".formatted(RegisterMap.CORE_ARGUMENT));
        text.append("""

                ## Several cores

                The control port has %d address bits: bits 18:16 select the core, 7 writes to all cores at once. Reads of a
                window without a core give 0, writes to it do nothing. The interrupt is raised when every core raises its own.

                ## Counters

                64 bits, low word first. Cleared by ap_start.

                | offset | name | counts |
                |---|---|---|
                """.formatted(RegisterMap.SHARED_ADDRESS_BITS));
        for (Counter counter : Counter.values()) {
            text.append("| 0x%04X | `%s` | %s |\n".formatted(counter.offset(), counter, counter.meaning()));
        }
        text.append("""

                ## Token memory

                Word i of 32 bits at 0x%04X + 4 i.
                """.formatted(RegisterMap.TOKENS));
        return text.toString();
    }
}
