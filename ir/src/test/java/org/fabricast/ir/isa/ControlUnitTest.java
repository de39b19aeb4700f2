package org.fabricast.ir.isa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.fabricast.ir.isa.text.Assembler;
import org.junit.jupiter.api.Test;

class ControlUnitTest {

    private final List<String> produced = new ArrayList<>();

    private ControlUnit run(String text) {
        ControlUnit control = new ControlUnit(new ControlUnit.Host() {
            @Override
            public int argument(int index) {
                return 100 + index;
            }

            @Override
            public int token(long index) {
                return (int) (2 * index);
            }

            @Override
            public void produce(long index, int token) {
                produced.add(index + "=" + token);
            }

            @Override
            public int result() {
                return 77;
            }
        });
        List<Instruction> program = Assembler.assemble("t", text);
        for (int i = 0; i < 1000 && !control.halted(); i++) {
            control.execute(Operands.of(program.get(control.next()), control.registers()));
        }
        return control;
    }

    @Test
    void the_sequencer_reaches_arguments_tokens_and_the_result() {
        ControlUnit control = run("""
                SYS.ARG rd=r1 imm=3
                SYS.TOKGET rd=r2 ra=r1 imm=-3
                SYS.RESULT rd=r3
                SYS.TOKPUT ra=r1 rb=r3 imm=1
                SYS.HALT
                """);
        assertThat(control.registers()[1]).isEqualTo(103);
        assertThat(control.registers()[2]).isEqualTo(200);
        assertThat(produced).containsExactly("104=77");
        assertThat(control.next()).as("the counter stays at HALT").isEqualTo(4);
        control.start();
        assertThat(control.registers()).containsOnly(0);
        assertThat(control.halted()).isFalse();
    }

    @Test
    void comparisons_are_unsigned() {
        assertThat(run("""
                SYS.ADD rd=r1 imm=-1
                SYS.BRANCH ra=r1 imm=1 cond=4 target=3
                SYS.ADD rd=r2 imm=1
                SYS.BRANCH ra=r1 imm=1 cond=3 target=5
                SYS.ADD rd=r3 imm=1
                SYS.HALT
                """).registers()).startsWith(0, -1, 0, 1);
    }

    @Test
    void a_loop_runs_as_often_as_its_count_when_it_began() {
        assertThat(run("""
                SYS.ADD rd=r1 imm=2
                SYS.LOOP ra=r1 imm=1 end=4
                SYS.ADD rd=r1 ra=r1 imm=10
                SYS.ADD rd=r2 ra=r2 imm=1
                SYS.END
                SYS.HALT
                """).registers()).startsWith(0, 32, 3);
    }

    @Test
    void an_exit_leaves_the_innermost_loop_only() {
        assertThat(run("""
                SYS.LOOP imm=2 end=5
                SYS.LOOP imm=5 end=4
                SYS.ADD rd=r1 ra=r1 imm=1
                SYS.EXIT
                SYS.END
                SYS.END
                SYS.HALT
                """).registers()[1]).isEqualTo(2);
    }

    @Test
    void five_loops_are_too_many() {
        assertThatThrownBy(() -> run("SYS.LOOP imm=1 end=9\n".repeat(5))).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("4 deep");
        assertThatThrownBy(() -> run("SYS.ADD\nSYS.LOOP imm=1 end=1\n")).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("before it begins");
    }
}
