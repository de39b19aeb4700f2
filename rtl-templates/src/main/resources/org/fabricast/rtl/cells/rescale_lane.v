// One lane of the rescaling: result = earlier + float(int_sum) * (float(weight_scale) * input_scale), with three roundings
// in binary32.
//
// int_sum, weight_scale and input_scale enter together, fresh and earlier WIDEN + 2 MUL cycles later; one result per
// cycle. The enables cover the cycles in which the cells of a stage hold operands, so that a lane without work does not
// toggle. The latencies of the cells are given by the generator, which owns their table. Nothing is reset.
`default_nettype none
module rescale_lane #(
  parameter integer WIDEN = 1,    // latency of fp16_to_fp32
  parameter integer CONVERT = 2,  // of fp32_from_i32
  parameter integer MUL = 3       // of fp32_mul; CONVERT <= WIDEN + MUL
) (
  input  wire        clk,
  input  wire        en_widen,
  input  wire        en_convert,
  input  wire        en_scale,    // product of the scales
  input  wire        en_wait,     // converted sum waits for the scale
  input  wire        en_product,
  input  wire        en_add,
  input  wire [31:0] int_sum,
  input  wire [15:0] weight_scale,
  input  wire [31:0] input_scale,
  input  wire        fresh,       // with earlier: add to +0.0 instead
  input  wire [31:0] earlier,
  output wire [31:0] result
);
  wire [31:0] widened;
  wire [31:0] input_scale_late;
  wire [31:0] scale;
  wire [31:0] converted;
  wire [31:0] converted_late;
  wire [31:0] scaled_sum;
  wire [31:0] addend = fresh ? 32'd0 : earlier;

  fp16_to_fp32 u_widen (.clk(clk), .en(en_widen), .a(weight_scale), .z(widened));
  delay_line #(.WIDTH(32), .DEPTH(WIDEN)) u_input_scale (.clk(clk), .en(en_widen), .d(input_scale), .q(input_scale_late));
  fp32_mul u_scale (.clk(clk), .en(en_scale), .a(widened), .b(input_scale_late), .z(scale));
  fp32_from_i32 u_convert (.clk(clk), .en(en_convert), .a(int_sum), .z(converted));
  delay_line #(.WIDTH(32), .DEPTH(WIDEN + MUL - CONVERT)) u_converted (
    .clk(clk), .en(en_wait), .d(converted), .q(converted_late));
  fp32_mul u_product (.clk(clk), .en(en_product), .a(converted_late), .b(scale), .z(scaled_sum));
  fp32_add u_add (.clk(clk), .en(en_add), .a(addend), .b(scaled_sum), .z(result));
endmodule
`default_nettype wire
