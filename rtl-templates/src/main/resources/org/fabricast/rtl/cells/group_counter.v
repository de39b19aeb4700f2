// Number of groups of a vector: ceil(n / group), by subtraction. group is not 0.
//
// groups counts up from 0 while busy; busy is high from the cycle after start for ceil(n / group) cycles. Reset clears busy.
`default_nettype none
module group_counter (
  input  wire        clk,
  input  wire        rst,
  input  wire        start,
  input  wire [31:0] n,
  input  wire [31:0] group,
  output wire        busy,
  output wire [31:0] groups
);
  reg        busy_q;
  reg [31:0] group_q;
  reg [31:0] left_q;
  reg [31:0] groups_q;
  assign busy = busy_q;
  assign groups = groups_q;

  always @(posedge clk) begin
    if (rst) begin
      busy_q <= 1'b0;
    end else if (start) begin
      busy_q <= n != 32'd0;
      group_q <= group;
      left_q <= n;
      groups_q <= 32'd0;
    end else if (busy_q) begin
      busy_q <= left_q > group_q;
      left_q <= left_q - group_q;
      groups_q <= groups_q + 32'd1;
    end
  end
endmodule
`default_nettype wire
