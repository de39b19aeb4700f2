package org.fabricast.ir.isa.text;

import java.util.ArrayList;
import java.util.List;
import org.fabricast.ir.isa.Field;
import org.fabricast.ir.isa.Layout;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Queue;
import org.fabricast.ir.isa.SysRegister;

/** The instruction manual {@code docs/isa.md}, from the layout. */
public final class IsaManual {

    private static final String HEAD = """
            # Instruction set

            Generated from the instruction layout (`Opcode`, `Queue`) by `IsaManual`; do not edit.

            ## Form of an instruction

            %d bytes, eight little-endian words:

            | word | bits | holds |
            |---|---|---|
            | 0 | 3:0 | queue |
            | 0 | 7:4 | code within the queue |
            | 0 | 15:8 | wait mask, one bit per queue |
            | 0 | 23:16 | release mask, one bit per queue |
            | 0 | 31:24 | flags |
            | 1 | 5s+4:5s | register of slot s = 0 … 5 |
            | 1 | 31:30 | zero |
            | 2 + s | 31:0 | immediate of slot s = 0 … 5 |

            Bits that no field defines are zero; anything else is an illegal instruction. Before dispatch the sequencer adds to
            each immediate the register that its slot names, modulo 2³²; register 0 is always zero, there are %d. SYS
            instructions take register numbers instead: slot 0 `rd`, slot 1 `ra`, slot 2 `rb`.

            An instruction starts when it holds a token of each queue in its wait mask (one is taken from each); when it is done
            it gives one token to each queue in its release mask. A mask never names the instruction's own queue. At
            `ap_start` all tokens, registers, loops and rings are empty.

            An instruction whose size operand is zero (`bytes`, `n`, `piece`, `pieces`, `rows`, `cols`) does nothing and is
            done at once, in order; its tokens are taken and given as usual. Loops nest %d deep.

            ## Text

            One instruction a line, `;` begins a comment:

            ```
            label: MNEMONIC name=value … wait=QUEUE,QUEUE release=QUEUE
            ```

            A value is a number (decimal, `0x…`, or binary32 as in `1.0E-5f`), a register `r5`, a number and a register
            `16+r5`, or, for `end` and `target`, a label. Fields not named are zero. In a slot of two fields the register stands on
            the low one and is added to the whole slot. Text and bytes are exact round trips of each other.

            ## Queues

            | queue | number | mask bit |
            |---|---|---|
            """;

    private IsaManual() {
    }

    /** The whole page. */
    public static String text() {
        StringBuilder text = new StringBuilder(HEAD.formatted(Opcode.BYTES, Opcode.REGISTERS, Opcode.LOOP_DEPTH));
        for (Queue queue : Queue.values()) {
            text.append("| ").append(queue).append(" | ").append(queue.ordinal()).append(" | ").append(queue.bit())
                    .append(" |\n");
        }
        text.append("\n## Instructions\n");
        for (Opcode opcode : Opcode.values()) {
            opcode(text, opcode);
        }
        return text.toString();
    }

    private static void opcode(StringBuilder text, Opcode opcode) {
        text.append("\n### `").append(opcode.mnemonic()).append("` (queue ").append(opcode.queue().ordinal())
                .append(", code ").append(opcode.code()).append(")\n\n").append(opcode.meaning()).append('\n');
        List<String> rows = new ArrayList<>();
        for (SysRegister register : SysRegister.of(opcode)) {
            rows.add("| `" + register.text() + "` | register of slot " + register.slot() + " | register number |\n");
        }
        for (Field field : opcode.fields()) {
            int high = field.low() + field.width() - 1;
            String bits = high == field.low() ? String.valueOf(high) : high + ":" + field.low();
            String place = field.slot() == Field.FLAGS ? "flags " + bits : "slot " + field.slot() + ", " + bits;
            String plus = Layout.takesRegister(opcode, field) ? "; register allowed" : "";
            rows.add("| `" + field.name() + "` | " + place + " | " + field.meaning() + plus + " |\n");
        }
        if (!rows.isEmpty()) {
            text.append("\n| field | bits | meaning |\n|---|---|---|\n");
            rows.forEach(text::append);
        }
    }
}
