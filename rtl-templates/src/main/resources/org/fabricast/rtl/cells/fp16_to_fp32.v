// Binary16 to binary32, exact: z = (binary32) a. A NaN becomes 7fc00000.
//
// Latency 1, one result per cycle, registers move only while en = 1. No reset: data only.
`default_nettype none

module fp16_to_fp32 (
  input  wire        clk,
  input  wire        en,
  input  wire [15:0] a,
  output wire [31:0] z
);
  function automatic [31:0] widen;
    input [15:0] p;
    reg [3:0]  zeros;          // before the first one of a subnormal's fraction
    reg [7:1]  high;
    reg [9:0]  m;              // a subnormal's fraction with the leading one in bit 9
    begin
      zeros[3] = p[9:2] == 8'd0;
      high = zeros[3] ? {p[1:0], 5'd0} : p[9:3];
      zeros[2] = high[7:4] == 4'd0;
      zeros[1] = zeros[2] ? high[3:2] == 2'd0 : high[7:6] == 2'd0;
      case (zeros[2:1])
        2'd0: zeros[0] = !high[7];
        2'd1: zeros[0] = !high[5];
        2'd2: zeros[0] = !high[3];
        2'd3: zeros[0] = !high[1];
      endcase
      m = p[9:0] << zeros;
      if (p[14:0] > 15'h7c00) begin
        widen = 32'h7fc0_0000;
      end else if (p[14:10] == 5'd31) begin
        widen = {p[15], 31'h7f80_0000};
      end else if (p[14:10] != 5'd0) begin
        widen = {p[15], {3'd0, p[14:10]} + 8'd112, p[9:0], 13'd0};
      end else if (m[9]) begin
        widen = {p[15], 8'd112 - {4'd0, zeros}, m[8:0], 14'd0};
      end else begin
        widen = {p[15], 31'd0};
      end
    end
  endfunction

  reg [31:0] z_q;

  assign z = z_q;

  always @(posedge clk) begin
    if (en) begin
      z_q <= widen(a);
    end
  end
endmodule

`default_nettype wire
