package org.fabricast.cosim.engine;

import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.rtl.engine.EngineSizes;

/** Verilog of the benches: the unit, the buffers it works on, and a way in for the test. */
final class BenchText {

    private BenchText() {
    }

    /** {@code engine_run} with a result buffer that answers two cycles after the request. */
    static String run(HardwareConfig config) {
        EngineSizes size = new EngineSizes(config);
        String operands = "";
        String connected = "";
        for (int i = 0; i < 6; i++) {
            operands += "  input wire [31:0] s_run_operand_" + i + ",\n";
            connected += ".operand_" + i + "(s_run_operand_" + i + "), ";
        }
        return """
                `default_nettype none
                module run_bench (
                  input wire clk, input wire rst,
                  input wire s_run_valid, output wire s_run_ready, input wire s_run_mm, input wire [2:0] s_run_flags,
                %s
                  input wire s_weight_valid, output wire s_weight_ready, input wire [%d:0] s_weight_data,
                  input wire s_kv_valid, output wire s_kv_ready, input wire [%d:0] s_kv_data,
                  input wire x_w_valid, input wire [%d:0] x_w_addr, input wire [%d:0] x_w_data,
                  input wire xs_w_valid, input wire [%d:0] xs_w_addr, input wire [31:0] xs_w_data,
                  input wire host_write, input wire [%d:0] host_addr, input wire [31:0] host_data,
                  output wire [31:0] host_result, input wire [31:0] target, output wire finished,
                  output wire [15:0] macs, output wire end_mv, output wire end_mm, output wire res_w_valid,
                  output reg [31:0] first_word, output reg [31:0] last_word, output reg [31:0] multiplied
                );
                  localparam integer L = %d;
                  localparam integer RESULTS = %d;
                  wire running;
                  wire ring_kv;
                  wire word_ready;
                  assign s_run_ready = !running;
                  wire [3:0] word_units;
                  wire [2:0] word_bits;
                  wire weight_valid;
                  wire [%d:0] weight_data;
                  %s
                  assign s_kv_ready = word_ready && ring_kv;
                  wire res_r_valid;
                  wire [%d:0] res_r_addr;
                  reg [32*L-1:0] res_r_data;
                  wire [%d:0] res_w_addr;
                  wire [L-1:0] res_w_mask;
                  wire [32*L-1:0] res_w_data;
                  engine_run u_run (.clk(clk), .rst(rst), .start(s_run_valid && s_run_ready), .start_mm(s_run_mm),
                    .flags(s_run_flags), %s .running(running), .ring_kv(ring_kv),
                    .word_valid(ring_kv ? s_kv_valid : weight_valid), .word_ready(word_ready), .word_units(word_units),
                    .word_bits(word_bits), .word(ring_kv ? s_kv_data : weight_data), .macs(macs), .x_w_valid(x_w_valid), .x_w_addr(x_w_addr),
                    .x_w_data(x_w_data), .xs_w_valid(xs_w_valid), .xs_w_addr(xs_w_addr), .xs_w_data(xs_w_data),
                    .res_r_valid(res_r_valid), .res_r_addr(res_r_addr), .res_r_data(res_r_data), .res_w_valid(res_w_valid),
                    .res_w_addr(res_w_addr), .res_w_mask(res_w_mask), .res_w_data(res_w_data), .end_mv(end_mv),
                    .end_mm(end_mm));
                  // Cycles since the RUN began in which its first and its last word of weights were taken, and what it multiplied.
                  reg [31:0] cycle;
                  reg seen;
                  always @(posedge clk) begin
                    cycle <= s_run_valid && s_run_ready ? 32'd0 : cycle + 32'd1;
                    multiplied <= s_run_valid && s_run_ready ? 32'd0 : multiplied + {16'd0, macs};
                    if (s_run_valid && s_run_ready) seen <= 1'b0;
                    if (u_run.take_weights) begin
                      seen <= 1'b1;
                      last_word <= cycle;
                      if (!seen) first_word <= cycle;
                    end
                  end
                  reg [31:0] results [0:RESULTS-1];
                  reg [32*L-1:0] asked;
                  reg pending;
                  integer lane;
                  assign host_result = results[host_addr];
                  always @(posedge clk) begin
                    if (host_write) results[host_addr] <= host_data;
                    pending <= res_r_valid;
                    for (lane = 0; lane < L; lane = lane + 1) begin
                      if (res_w_valid && res_w_mask[lane]) results[res_w_addr * L + lane] <= res_w_data[32*lane +: 32];
                      if (res_r_valid) asked[32*lane +: 32] <= results[res_r_addr * L + lane];
                    end
                    if (pending) res_r_data <= asked;
                  end
                  reg [31:0] ended;
                  assign finished = ended == target;
                  always @(posedge clk) ended <= rst ? 32'd0 : ended + {31'd0, end_mv} + {31'd0, end_mm};
                endmodule
                `default_nettype wire
                """.formatted(operands.stripTrailing(), size.wordHigh(), size.wordHigh(), size.inputHigh(),
                size.inputDataHigh(), size.scaleHigh(), size.resultBits() - 1, config.resultLanes(), config.resultElements(),
                size.wordHigh(), size.sparse() ? EXPANDED : DIRECT, size.resultWordHigh(), size.resultWordHigh(), connected);
    }

    private static final String DIRECT = """
            assign weight_valid = s_weight_valid;
                  assign weight_data = s_weight_data;
                  assign s_weight_ready = word_ready && !ring_kv;
                  wire sizes_unused = &{word_units, word_bits};""";
    /** Pieces of sparse words are smaller than a word of the ring. */
    private static final String EXPANDED = """
            weight_expander #(.ARRAY_LOG2(4)) u_expander (.clk(clk), .rst(rst), .align(s_run_valid && s_run_ready && !s_run_flags[0]),
                    .s_word_valid(s_weight_valid), .s_word_ready(s_weight_ready), .s_word_data(s_weight_data), .units(word_units),
                    .bits(word_bits), .m_word_valid(weight_valid), .m_word_ready(word_ready && !ring_kv), .m_word_data(weight_data));""";

    /** The whole engine with both vector buffers; the test may also look into the engine's input buffer. */
    static String engine(HardwareConfig config) {
        EngineSizes size = new EngineSizes(config);
        StringBuilder ports = new StringBuilder();
        StringBuilder connections = new StringBuilder();
        for (String port : new String[] {"mm", "mv"}) {
            ports.append("  input wire s_").append(port).append("_valid, output wire s_").append(port).append("_ready,\n");
            ports.append("  input wire [3:0] s_").append(port).append("_code, input wire [7:0] s_").append(port)
                    .append("_flags,\n");
            connections.append(".s_P_valid(s_P_valid), .s_P_ready(s_P_ready), .s_P_code(s_P_code), .s_P_flags(s_P_flags),\n"
                    .replace("P", port));
            for (int i = 0; i < 6; i++) {
                String operand = "s_" + port + "_operand_" + i;
                ports.append("  input wire [31:0] ").append(operand).append(",\n");
                connections.append("    .").append(operand).append("(").append(operand).append("),\n");
            }
            ports.append("  output wire ").append(port).append("_done, output wire ").append(port).append("_busy,\n");
            connections.append("    .P_done(P_done), .P_busy(P_busy),\n    ".replace("P", port));
        }
        // The words of the input buffer are in one memory, or eight in a row, once for each of two vectors.
        String inputs = "u_engine.u_run.u_inputs.words_q[host_addr[" + size.inputHigh() + ":0]]";
        if (size.sparse()) {
            StringBuilder banks = new StringBuilder();
            for (int bank = 0; bank < 8; bank++) {
                banks.append("host_addr[2:0] == 3'd").append(bank).append(" ? u_engine.u_run.u_array.u_inputs_0.g_bank[").append(bank)
                        .append("].u_words.words_q[host_addr[").append(size.inputHigh()).append(":3]] : ");
            }
            inputs = banks + "128'd0";
        }
        return """
                `default_nettype none
                module engine_bench (
                  input wire clk, input wire rst,
                %s
                  input wire s_weight_valid, output wire s_weight_ready, input wire [%d:0] s_weight_data,
                  input wire s_kv_valid, output wire s_kv_ready, input wire [%d:0] s_kv_data,
                  input wire act_write, input wire [%d:0] act_addr, input wire [15:0] act_data,
                  input wire [15:0] host_addr, output wire [31:0] host_result, output wire [31:0] host_scale,
                  output wire [%d:0] host_input,
                  input wire [31:0] target, output wire finished, output wire [15:0] macs, output wire starved
                );
                  localparam integer L = %d;
                  localparam integer R = %d;
                  wire act_r_valid;
                  wire [%d:0] act_r_addr;
                  wire res_r_valid;
                  wire [%d:0] res_r_addr;
                  wire res_w_valid;
                  wire [%d:0] res_w_addr;
                  wire [R-1:0] res_w_mask;
                  wire [32*R-1:0] res_w_data;
                  reg [32*R-1:0] res_r_data;
                  reg [16*L-1:0] act_r_data;
                  engine u_engine (.clk(clk), .rst(rst), %s
                    .starved(starved), .macs(macs), .s_weight_valid(s_weight_valid), .s_weight_ready(s_weight_ready),
                    .s_weight_data(s_weight_data), .s_kv_valid(s_kv_valid), .s_kv_ready(s_kv_ready), .s_kv_data(s_kv_data),
                    .act_r_valid(act_r_valid), .act_r_ready(1'b1), .act_r_addr(act_r_addr), .act_r_data(act_r_data),
                    .res_r_valid(res_r_valid), .res_r_ready(1'b1), .res_r_addr(res_r_addr), .res_r_data(res_r_data),
                    .res_w_valid(res_w_valid), .res_w_ready(1'b1), .res_w_addr(res_w_addr), .res_w_mask(res_w_mask),
                    .res_w_data(res_w_data));
                  reg [31:0] results [0:%d];
                  reg [15:0] activations [0:%d];
                  reg [32*R-1:0] res_asked;
                  reg [16*L-1:0] act_asked;
                  integer lane;
                  assign host_result = results[host_addr[%d:0]];
                  assign host_scale = u_engine.u_run.u_input_scales.words_q[host_addr[%d:0]];
                  assign host_input = %s;
                  always @(posedge clk) begin
                    if (act_write) activations[act_addr] <= act_data;
                    act_r_data <= act_asked;
                    res_r_data <= res_asked;
                    // What was not asked for is noise.
                    act_asked <= {L{16'h7e5a}};
                    res_asked <= {R{32'h7fc0_5a5a}};
                    for (lane = 0; lane < R; lane = lane + 1) begin
                      if (res_w_valid && res_w_mask[lane]) results[res_w_addr * R + lane] <= res_w_data[32*lane +: 32];
                      if (res_r_valid) res_asked[32*lane +: 32] <= results[res_r_addr * R + lane];
                    end
                    for (lane = 0; lane < L; lane = lane + 1) begin
                      if (act_r_valid) act_asked[16*lane +: 16] <= activations[act_r_addr * L + lane];
                    end
                  end
                  reg [31:0] ended;
                  assign finished = ended == target && !mm_busy && !mv_busy;
                  always @(posedge clk) ended <= rst ? 32'd0 : ended + {31'd0, mm_done} + {31'd0, mv_done};
                endmodule
                `default_nettype wire
                """.formatted(ports.toString().stripTrailing(), size.wordHigh(), size.wordHigh(),
                size.actBits() + size.vectorLanesLog2() - 1, size.inputDataHigh(), config.lanes(), config.resultLanes(), size.actHigh(),
                size.resultWordHigh(), size.resultWordHigh(), connections, config.resultElements() - 1,
                config.activationElements() - 1, size.resultBits() - 1, size.scaleHigh(), inputs);
    }
}
