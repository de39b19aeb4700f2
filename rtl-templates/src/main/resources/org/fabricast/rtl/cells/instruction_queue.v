// In-order instruction queue of one unit, with its part of the token scoreboard.
//
// Instructions enter at s_*; the oldest is offered to the unit at m_instr_* once its tokens are there, and takes them when the
// unit takes it. The release mask of an instruction waits in a small queue (a unit may hold PENDING instructions) until the
// unit's done, then give shows it for one cycle. Latency from entry to offer: two cycles; one instruction per cycle.
// Reset empties it.
`default_nettype none
module instruction_queue #(
  parameter integer QUEUES = 6,
  parameter integer DEPTH_LOG2 = 4
) (
  input  wire              clk,
  input  wire              rst,
  input  wire              s_valid,
  output wire              s_ready,
  input  wire [3:0]        s_code,
  input  wire [7:0]        s_flags,
  input  wire [QUEUES-1:0] s_wait,
  input  wire [QUEUES-1:0] s_release,
  input  wire [31:0]       s_operand_0,
  input  wire [31:0]       s_operand_1,
  input  wire [31:0]       s_operand_2,
  input  wire [31:0]       s_operand_3,
  input  wire [31:0]       s_operand_4,
  input  wire [31:0]       s_operand_5,
  output wire              m_instr_valid,
  input  wire              m_instr_ready,
  output wire [3:0]        m_instr_code,
  output wire [7:0]        m_instr_flags,
  output wire [31:0]       m_instr_operand_0,
  output wire [31:0]       m_instr_operand_1,
  output wire [31:0]       m_instr_operand_2,
  output wire [31:0]       m_instr_operand_3,
  output wire [31:0]       m_instr_operand_4,
  output wire [31:0]       m_instr_operand_5,
  input  wire              done,
  input  wire [QUEUES-1:0] give_in,  // tokens given to this queue, by giver
  output wire [QUEUES-1:0] give,     // tokens this queue's unit gives, by taker
  output wire              present,  // has an instruction at its head
  output wire              waiting,  // that lacks a token
  output wire              empty     // no instruction here or in the unit
);
  localparam integer HEAD_BITS = 12 + 2 * QUEUES;
  localparam [DEPTH_LOG2:0] ONE = {{DEPTH_LOG2{1'b0}}, 1'b1};

  // Words of the queue; the head is a register of its own, so that a unit sees registers.
  reg [HEAD_BITS-1:0] heads_q [0:(1 << DEPTH_LOG2)-1];
  reg [191:0]         operands_q [0:(1 << DEPTH_LOG2)-1];
  reg [DEPTH_LOG2:0]  write_q;
  reg [DEPTH_LOG2:0]  read_q;
  reg                 head_valid_q;
  reg [3:0]           code_q;
  reg [7:0]           flags_q;
  reg [QUEUES-1:0]    wait_q;
  reg [QUEUES-1:0]    release_q;
  reg [191:0]         head_operands_q;

  // Release masks of the instructions in the unit, oldest at read end.
  reg [QUEUES-1:0]    pending_q [0:3];
  reg [2:0]           pending_write_q;
  reg [2:0]           pending_read_q;

  wire satisfied;
  wire held = write_q != read_q;
  wire pending_full = pending_write_q[1:0] == pending_read_q[1:0] && pending_write_q[2] != pending_read_q[2];
  wire pending_any = pending_write_q != pending_read_q;
  wire issue = m_instr_valid && m_instr_ready;
  wire load = held && (!head_valid_q || issue);

  assign s_ready = write_q[DEPTH_LOG2] == read_q[DEPTH_LOG2] || write_q[DEPTH_LOG2-1:0] != read_q[DEPTH_LOG2-1:0];
  assign m_instr_valid = head_valid_q && satisfied && !pending_full;
  assign m_instr_code = code_q;
  assign m_instr_flags = flags_q;
  assign m_instr_operand_0 = head_operands_q[31:0];
  assign m_instr_operand_1 = head_operands_q[63:32];
  assign m_instr_operand_2 = head_operands_q[95:64];
  assign m_instr_operand_3 = head_operands_q[127:96];
  assign m_instr_operand_4 = head_operands_q[159:128];
  assign m_instr_operand_5 = head_operands_q[191:160];
  assign give = done ? pending_q[pending_read_q[1:0]] : {QUEUES{1'b0}};
  assign present = head_valid_q;
  assign waiting = head_valid_q && !satisfied;
  assign empty = !held && !head_valid_q && !pending_any;

  token_counters #(
    .QUEUES(QUEUES)
  ) u_tokens (
    .clk(clk),
    .rst(rst),
    .give(give_in),
    .want(wait_q),
    .take(issue),
    .satisfied(satisfied)
  );

  always @(posedge clk) begin
    if (s_valid && s_ready) begin
      heads_q[write_q[DEPTH_LOG2-1:0]] <= {s_code, s_flags, s_wait, s_release};
      operands_q[write_q[DEPTH_LOG2-1:0]] <=
          {s_operand_5, s_operand_4, s_operand_3, s_operand_2, s_operand_1, s_operand_0};
    end
    if (load) begin
      {code_q, flags_q, wait_q, release_q} <= heads_q[read_q[DEPTH_LOG2-1:0]];
      head_operands_q <= operands_q[read_q[DEPTH_LOG2-1:0]];
    end
    if (issue) begin
      pending_q[pending_write_q[1:0]] <= release_q;
    end
    if (rst) begin
      write_q <= {(DEPTH_LOG2+1){1'b0}};
      read_q <= {(DEPTH_LOG2+1){1'b0}};
      head_valid_q <= 1'b0;
      pending_write_q <= 3'd0;
      pending_read_q <= 3'd0;
    end else begin
      if (s_valid && s_ready) write_q <= write_q + ONE;
      if (load) read_q <= read_q + ONE;
      head_valid_q <= load || (head_valid_q && !issue);
      if (issue) pending_write_q <= pending_write_q + 3'd1;
      if (done) pending_read_q <= pending_read_q + 3'd1;
    end
  end
endmodule
`default_nettype wire
