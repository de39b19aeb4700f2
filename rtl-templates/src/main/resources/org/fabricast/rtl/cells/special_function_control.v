// Takes an instruction of the special function unit, starts its kernel and reports when it is done.
//
// n is operand 3, the elements per group operand 4. An instruction with n = 0 does nothing. Where the kernel wants to
// know the number of groups, they are counted before it starts: ceil(n / group) cycles. The instruction is done when the
// kernel is and its last word is written. Reset forgets the instruction.
`default_nettype none
module special_function_control (
  input  wire        clk,
  input  wire        rst,
  input  wire        s_instr_valid,
  output wire        s_instr_ready,
  input  wire [3:0]  s_instr_code,
  input  wire [31:0] s_instr_operand_0,
  input  wire [31:0] s_instr_operand_1,
  input  wire [31:0] s_instr_operand_2,
  input  wire [31:0] s_instr_operand_3,
  input  wire [31:0] s_instr_operand_4,
  input  wire [31:0] s_instr_operand_5,
  output wire        done,
  output wire        busy,
  input  wire        count_groups,  // the offered instruction's kernel wants to know the groups
  output wire        start,         // one cycle; code, operands and groups hold from here to done
  output wire [3:0]  code,
  output wire [31:0] operand_0,
  output wire [31:0] operand_1,
  output wire [31:0] operand_2,
  output wire [31:0] operand_3,
  output wire [31:0] operand_4,
  output wire [31:0] operand_5,
  output wire [31:0] groups,
  input  wire        kernel_done,
  input  wire        written        // nothing waits to be written
);
  localparam [1:0] IDLE = 2'd0;
  localparam [1:0] COUNT = 2'd1;
  localparam [1:0] WORK = 2'd2;
  localparam [1:0] FINISH = 2'd3;

  reg [1:0]  state_q;
  reg [3:0]  code_q;
  reg [31:0] operand_0_q;
  reg [31:0] operand_1_q;
  reg [31:0] operand_2_q;
  reg [31:0] operand_3_q;
  reg [31:0] operand_4_q;
  reg [31:0] operand_5_q;
  wire       count_busy;
  wire       take = s_instr_valid && s_instr_ready;
  wire       nothing = state_q == COUNT && operand_3_q == 32'd0;

  assign s_instr_ready = state_q == IDLE;
  assign start = state_q == COUNT && !nothing && !count_busy;
  assign done = nothing || (state_q == FINISH && written);
  assign busy = state_q != IDLE;
  assign code = code_q;
  assign operand_0 = operand_0_q;
  assign operand_1 = operand_1_q;
  assign operand_2 = operand_2_q;
  assign operand_3 = operand_3_q;
  assign operand_4 = operand_4_q;
  assign operand_5 = operand_5_q;

  always @(posedge clk) begin
    if (rst) begin
      state_q <= IDLE;
    end else begin
      case (state_q)
        IDLE: if (take) state_q <= COUNT;
        COUNT: if (nothing) state_q <= IDLE; else if (start) state_q <= WORK;
        WORK: if (kernel_done) state_q <= FINISH;
        FINISH: if (written) state_q <= IDLE;
      endcase
    end
    if (take) begin
      code_q <= s_instr_code;
      operand_0_q <= s_instr_operand_0;
      operand_1_q <= s_instr_operand_1;
      operand_2_q <= s_instr_operand_2;
      operand_3_q <= s_instr_operand_3;
      operand_4_q <= s_instr_operand_4;
      operand_5_q <= s_instr_operand_5;
    end
  end

  group_counter u_groups (
    .clk(clk), .rst(rst), .start(take && count_groups), .n(s_instr_operand_3), .group(s_instr_operand_4),
    .busy(count_busy), .groups(groups));
endmodule
`default_nettype wire
