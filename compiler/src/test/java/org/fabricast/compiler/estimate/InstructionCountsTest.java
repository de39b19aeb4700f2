package org.fabricast.compiler.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.fabricast.board.Boards;
import org.fabricast.compiler.CompileOptions;
import org.fabricast.compiler.ModelCompiler;
import org.fabricast.compiler.SharedFiles;
import org.fabricast.compiler.frontend.ImportOptions;
import org.fabricast.compiler.frontend.ModelLoader;
import org.fabricast.ir.isa.Program;
import org.fabricast.ir.isa.Queue;
import org.fabricast.ir.isa.text.Assembler;
import org.junit.jupiter.api.Test;

class InstructionCountsTest {

    @Test
    void loops_count_once_stored_and_as_often_as_they_run_executed() {
        Program program = Program.of(Assembler.assemble("t", """
                SYS.LOOP imm=3 end=5
                LD.RING
                SYS.LOOP imm=2 end=4
                MV.RUN
                SYS.END
                SYS.END
                SYS.HALT
                """));
        InstructionCounts stored = InstructionCounts.stored(program);
        assertThat(stored.counts()).isEqualTo(Map.of(Queue.LD, 1L, Queue.ST, 0L, Queue.MM, 0L, Queue.MV, 1L, Queue.MISC, 0L,
                Queue.SYS, 5L));
        InstructionCounts executed = InstructionCounts.executed(program, 0);
        // 3 rounds of a load and of 2 rounds of a run; SYS: 1 + 3·(1 + 2 + 1) + 1.
        assertThat(executed.of(Queue.LD)).isEqualTo(3);
        assertThat(executed.of(Queue.MV)).isEqualTo(6);
        assertThat(executed.of(Queue.SYS)).isEqualTo(14);
        assertThat(executed.total()).isEqualTo(23);
    }

    @Test
    void counts_name_every_queue() {
        assertThatThrownBy(() -> new InstructionCounts(Map.of(Queue.LD, 1L))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_step_executes_as_many_at_every_position_though_it_moves_more() {
        var machine = Boards.machine("sim256");
        var graph = ModelLoader.load(SharedFiles.project("models/fable/config.json"), new ImportOptions(Optional.empty(), true))
                .graph();
        Program program = ModelCompiler.compile(graph, new CompileOptions(machine.config(), machine.facts(), 64)).program();
        InstructionCounts first = InstructionCounts.executed(program, 0);
        // 4 layers of 4 matrices each and a classifier: Q, K and V are one, gate and up another.
        assertThat(first.of(Queue.LD)).isGreaterThanOrEqualTo(4 * 4 + 1);
        for (int position : new int[] {1, 63, 64, graph.context() - 1}) {
            assertThat(InstructionCounts.executed(program, position)).as("position %d", position).isEqualTo(first);
        }
    }
}
