package org.fabricast.cosim.sfu;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.fabricast.cosim.UnitSetup;
import org.fabricast.cosim.UnitSimulator;
import org.fabricast.driver.verilator.VerilogSource;
import org.fabricast.gen.sfu.SpecialFunctionUnitGenerator;
import org.fabricast.ir.hw.HardwareConfig;

/** {@code special_function_unit} with both vector buffers, which answer what was not asked for with noise. */
final class UnitBench {

    private UnitBench() {
    }

    static List<VerilogSource> files(HardwareConfig config) {
        SortedMap<String, String> files = SpecialFunctionUnitGenerator.generate(config);
        List<VerilogSource> sources = new ArrayList<>();
        files.forEach((name, text) -> sources.add(new VerilogSource(name, text)));
        return sources;
    }

    static UnitSimulator open(HardwareConfig config, long seed) {
        List<VerilogSource> sources = new ArrayList<>(files(config));
        sources.add(new VerilogSource("unit_bench.v", text(config)));
        return UnitSetup.of("unit_bench", sources).withSeed(seed).open().reset();
    }

    private static int log2(int value) {
        return Integer.numberOfTrailingZeros(value);
    }

    private static String text(HardwareConfig config) {
        StringBuilder ports = new StringBuilder();
        StringBuilder connections = new StringBuilder();
        StringBuilder wires = new StringBuilder();
        StringBuilder reads = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            ports.append("  input wire [31:0] s_instr_operand_").append(i).append(",\n");
            connections.append(".s_instr_operand_").append(i).append("(s_instr_operand_").append(i).append("), ");
        }
        for (String name : List.of("a0", "a1", "g0", "g1")) {
            boolean results = name.startsWith("g");
            int bits = results ? 32 : 16;
            int high = log2((results ? config.resultElements() : config.activationElements()) / config.lanes()) - 1;
            connections.append(".P_r_valid(P_valid), .P_r_ready(1'b1), .P_r_addr(P_addr), .P_r_data(P_data),\n    "
                    .replace("P", name));
            wires.append("  wire P_valid; wire [H:0] P_addr; reg [W*L-1:0] P_data; reg [W*L-1:0] P_asked;\n"
                    .replace("P", name).replace("H", "" + high).replace("W", "" + bits));
            reads.append("""
                        P_data <= P_asked;
                        P_asked <= {L{NOISE}};
                        for (lane = 0; lane < L; lane = lane + 1)
                          if (P_valid) P_asked[W*lane +: W] <= M[P_addr * L + lane];
                    """.replace("NOISE", results ? "32'h7fc05a5a" : "16'h7e5a").replace("P", name)
                    .replace("W", "" + bits).replace("M", results ? "results" : "activations"));
        }
        return """
                `default_nettype none
                module unit_bench (
                  input wire clk, input wire rst, input wire s_instr_valid, output wire s_instr_ready,
                  input wire [3:0] s_instr_code, input wire [7:0] s_instr_flags,
                %s  output wire done, output wire busy, output wire [31:0] result,
                  input wire act_write, input wire res_write, input wire [15:0] host_addr, input wire [31:0] host_data,
                  output wire [15:0] host_activation, input wire [31:0] target, output wire finished
                );
                  localparam integer L = %d;
                %s  wire act_w_valid;
                  wire [%d:0] act_w_addr;
                  wire [L-1:0] act_w_mask;
                  wire [16*L-1:0] act_w_data;
                  special_function_unit u_unit (.clk(clk), .rst(rst), .s_instr_valid(s_instr_valid),
                    .s_instr_ready(s_instr_ready), .s_instr_code(s_instr_code), .s_instr_flags(s_instr_flags),
                    %s.done(done), .busy(busy), .result(result), .act_w_valid(act_w_valid), .act_w_ready(1'b1),
                    .act_w_addr(act_w_addr), .act_w_mask(act_w_mask), .act_w_data(act_w_data));
                  reg [31:0] results [0:%d];
                  reg [15:0] activations [0:%d];
                  integer lane;
                  assign host_activation = activations[host_addr[%d:0]];
                  always @(posedge clk) begin
                    if (res_write) results[host_addr[%d:0]] <= host_data;
                    if (act_write) activations[host_addr[%d:0]] <= host_data[15:0];
                    for (lane = 0; lane < L; lane = lane + 1)
                      if (act_w_valid && act_w_mask[lane]) activations[act_w_addr * L + lane] <= act_w_data[16*lane +: 16];
                %s  end
                  reg [31:0] ended;
                  assign finished = ended == target && !busy;
                  always @(posedge clk) ended <= rst ? 32'd0 : ended + {31'd0, done};
                endmodule
                `default_nettype wire
                """.formatted(ports, config.lanes(), wires, log2(config.activationElements() / config.lanes()) - 1,
                connections, config.resultElements() - 1, config.activationElements() - 1,
                log2(config.activationElements()) - 1, log2(config.resultElements()) - 1,
                log2(config.activationElements()) - 1, reads);
    }
}
