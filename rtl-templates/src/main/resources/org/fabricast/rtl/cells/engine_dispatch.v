// Takes the engine's instructions from its two queues and reports when they are done.
//
// One instruction at a time is walked, MV first. A RUN may be taken while the results of the one before are still on
// their way; LOADX writes what RUN reads, so it waits until everything is done, and RUN waits for it. A RUN with a size of
// 0 does nothing and is done in its turn. A start is given in the cycle the instruction is taken. Reset forgets all
// instructions.
`default_nettype none
module engine_dispatch (
  input  wire        clk,
  input  wire        rst,
  input  wire        s_mm_valid,
  output wire        s_mm_ready,
  input  wire [3:0]  s_mm_code,
  input  wire [7:0]  s_mm_flags,
  input  wire [31:0] s_mm_operand_0,
  input  wire [31:0] s_mm_operand_1,
  input  wire [31:0] s_mm_operand_2,
  input  wire [31:0] s_mm_operand_3,
  input  wire [31:0] s_mm_operand_4,
  input  wire [31:0] s_mm_operand_5,
  output wire        mm_done,
  output wire        mm_busy,
  input  wire        s_mv_valid,
  output wire        s_mv_ready,
  input  wire [3:0]  s_mv_code,
  input  wire [7:0]  s_mv_flags,
  input  wire [31:0] s_mv_operand_0,
  input  wire [31:0] s_mv_operand_1,
  input  wire [31:0] s_mv_operand_2,
  input  wire [31:0] s_mv_operand_3,
  input  wire [31:0] s_mv_operand_4,
  input  wire [31:0] s_mv_operand_5,
  output wire        mv_done,
  output wire        mv_busy,
  output wire        load_start,
  input  wire        load_done,
  output wire        run_start,
  output wire        run_mm,       // the RUN comes from the MM queue
  input  wire        run_running,  // words are still to be issued
  output wire [2:0]  run_flags,
  output wire [31:0] run_operand_0,
  output wire [31:0] run_operand_1,
  output wire [31:0] run_operand_2,
  output wire [31:0] run_operand_3,
  output wire [31:0] run_operand_4,
  output wire [31:0] run_operand_5,
  input  wire        end_mv,       // the last result of an instruction is in the buffer
  input  wire        end_mm
);
  localparam [3:0] LOADX = 4'd0;

  reg [7:0] mv_open_q;  // instructions taken and not done
  reg [7:0] mm_open_q;
  reg       loading_q;
  reg       empty_q;    // the instruction taken last has a size of 0
  reg       empty_mm_q;

  wire mv_loads = s_mv_code == LOADX;
  wire can_run = !run_running && !loading_q && !empty_q;
  wire can_load = !mv_busy && !mm_busy;
  assign s_mv_ready = mv_loads ? can_load : can_run;
  assign s_mm_ready = can_run && !s_mv_valid;
  wire take_mv = s_mv_valid && s_mv_ready;
  wire take_mm = s_mm_valid && s_mm_ready;

  assign load_start = take_mv && mv_loads;
  wire take_run = (take_mv && !mv_loads) || take_mm;
  assign run_mm = !s_mv_valid;
  assign run_flags = run_mm ? s_mm_flags[2:0] : s_mv_flags[2:0];
  assign run_operand_0 = run_mm ? s_mm_operand_0 : s_mv_operand_0;
  assign run_operand_1 = run_mm ? s_mm_operand_1 : s_mv_operand_1;
  assign run_operand_2 = run_mm ? s_mm_operand_2 : s_mv_operand_2;
  assign run_operand_3 = run_mm ? s_mm_operand_3 : s_mv_operand_3;
  assign run_operand_4 = run_mm ? s_mm_operand_4 : s_mv_operand_4;
  assign run_operand_5 = run_mm ? s_mm_operand_5 : s_mv_operand_5;
  wire empty = run_operand_3 == 32'd0 || run_operand_4[24:0] == 25'd0 || run_operand_5[15:0] == 16'd0
      || run_operand_5[31:16] == 16'd0;
  assign run_start = take_run && !empty;

  wire empty_done = empty_q && mv_open_q == {7'd0, !empty_mm_q} && mm_open_q == {7'd0, empty_mm_q};
  assign mv_done = end_mv || load_done || (empty_done && !empty_mm_q);
  assign mm_done = end_mm || (empty_done && empty_mm_q);
  assign mv_busy = mv_open_q != 8'd0;
  assign mm_busy = mm_open_q != 8'd0;

  always @(posedge clk) begin
    if (rst) begin
      mv_open_q <= 8'd0;
      mm_open_q <= 8'd0;
      loading_q <= 1'b0;
      empty_q <= 1'b0;
    end else begin
      if (take_mv != mv_done) mv_open_q <= take_mv ? mv_open_q + 8'd1 : mv_open_q - 8'd1;
      if (take_mm != mm_done) mm_open_q <= take_mm ? mm_open_q + 8'd1 : mm_open_q - 8'd1;
      if (load_start || load_done) loading_q <= load_start;
      if (take_run && empty) begin
        empty_q <= 1'b1;
        empty_mm_q <= run_mm;
      end else if (empty_done) begin
        empty_q <= 1'b0;
      end
    end
  end

  wire codes_unused = &{1'b0, s_mm_code, s_mm_flags[7:3], s_mv_flags[7:3]};
endmodule
`default_nettype wire
