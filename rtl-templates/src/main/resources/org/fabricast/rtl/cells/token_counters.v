// Tokens that one instruction queue holds, by the queue that gave them: one column of the scoreboard.
//
// give[f]: queue f gives a token in this cycle. satisfied: there is a token of every queue in want (a token counts from the
// cycle after it is given). take: one token of each queue in want is taken, while satisfied. A give and a take in one cycle
// cancel. At most 255 tokens of one queue at a time: program verification holds programs to that. Reset: no tokens.
`default_nettype none
module token_counters #(
  parameter integer QUEUES = 6
) (
  input  wire              clk,
  input  wire              rst,
  input  wire [QUEUES-1:0] give,
  input  wire [QUEUES-1:0] want,
  input  wire              take,
  output wire              satisfied
);
  wire [QUEUES-1:0] present;

  genvar from;
  generate
    for (from = 0; from < QUEUES; from = from + 1) begin : g_from
      reg [7:0] count_q;
      wire      less = take && want[from];
      assign present[from] = count_q != 8'd0;
      always @(posedge clk) begin
        if (rst) begin
          count_q <= 8'd0;
        end else if (give[from] != less) begin
          count_q <= less ? count_q - 8'd1 : count_q + 8'd1;
        end
      end
    end
  endgenerate

  assign satisfied = (want & ~present) == {QUEUES{1'b0}};
endmodule
`default_nettype wire
