// Stack of hardware loops, four deep: first instruction, END and repetitions left of each.
//
// push (at LOOP) enters a loop; again (at END) counts one repetition; pop leaves. The top's values are combinational and follow a
// change by one cycle. The user never pushes when full, nor pops or counts when empty. Reset: no loop.
`default_nettype none
module loop_stack (
  input  wire        clk,
  input  wire        rst,
  input  wire        push,
  input  wire        again,
  input  wire        pop,
  input  wire [31:0] index,  // of the instruction that is executed
  input  wire [31:0] push_end,
  input  wire [31:0] push_count,
  output wire [31:0] first,  // first instruction of the innermost loop
  output wire [31:0] after,  // instruction after its END
  output wire        here,   // index is that of its END
  output wire        last,   // this is its last repetition
  output wire        empty,
  output wire        full
);
  reg [31:0] first_q [0:3];
  reg [31:0] end_q [0:3];
  reg [31:0] count_q [0:3];
  reg [2:0]  depth_q;

  wire [1:0] top = depth_q[1:0] - 2'd1;

  assign first = first_q[top];
  assign after = end_q[top] + 32'd1;
  assign here = end_q[top] == index;
  assign last = count_q[top] == 32'd1;
  assign empty = depth_q == 3'd0;
  assign full = depth_q == 3'd4;

  always @(posedge clk) begin
    if (push) begin
      first_q[depth_q[1:0]] <= index + 32'd1;
      end_q[depth_q[1:0]] <= push_end;
      count_q[depth_q[1:0]] <= push_count;
    end else if (again) begin
      count_q[top] <= count_q[top] - 32'd1;
    end
    if (rst) begin
      depth_q <= 3'd0;
    end else if (push) begin
      depth_q <= depth_q + 3'd1;
    end else if (pop) begin
      depth_q <= depth_q - 3'd1;
    end
  end
endmodule
`default_nettype wire
