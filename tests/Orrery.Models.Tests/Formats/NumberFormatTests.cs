using Orrery.Configuration;
using Orrery.Configuration.Documents;
using Orrery.Configuration.Presets;
using Orrery.Hardware;
using Orrery.Workloads.Formats;
using Orrery.Workloads.Operators;

namespace Orrery.Models.Tests.Formats;

public sealed class NumberFormatTests
{
    [Theory]
    [InlineData("fp16", 2)]
    [InlineData("fp6", (6 + (8 / 32.0)) / 8)]
    [InlineData("mxfp4", (4 + (8 / 32.0)) / 8)]
    [InlineData("nvfp4", (4 + (8 / 16.0)) / 8)]
    [InlineData("bfp8", (8 + (8 / 16.0)) / 8)]
    public void Does_a_number_carry_its_part_of_the_shared_scale(string name, double bytes) =>
        Assert.Equal(bytes, FormatCatalogue.Find(name)!.Bytes);

    [Fact]
    public void Does_weight_only_quantisation_shrink_the_weights_alone()
    {
        // 16-bit activations and results; a weight has 4 bits and a 128th of a 16-bit scale.
        NumberFormat format = FormatCatalogue.Find("int4-wo")!;
        Gemm gemm = new("", format, 16, 1024, 4096);
        double weights = 1024.0 * 4096 * (4 + (16 / 128.0)) / 8;
        Assert.Equal((2.0 * 16 * 4096) + weights + (2.0 * 16 * 1024), gemm.Bytes);
    }

    [Fact]
    public void Are_results_of_narrow_products_sixteen_bits_wide() =>
        Assert.Equal((1024.0 * 64) + (64.0 * 256) + (2.0 * 1024 * 256), new Gemm("", NumberFormat.Fp8, 1024, 256, 64).Bytes);

    [Fact]
    public void Can_a_user_change_one_value_of_a_format()
    {
        List<Diagnostic> diagnostics = [];
        MapNode map = YamlReader.Read("mine.yaml", "preset: int4-wo\nname: int3-wo\nweights: {bits: 3}\n", diagnostics)!;
        NumberFormat? mine = new PresetReader<NumberFormat>(FormatCatalogue.Presets, "number format", "", diagnostics)
            .Read(map, "dtype");
        Assert.Empty(diagnostics);
        Assert.Equal((3 + (16 / 128.0)) / 8, mine!.WeightBytes);
        Assert.Equal("fp16", mine.Rate);
    }

    [Fact]
    public void Does_every_format_run_at_a_peak_that_some_gpu_names()
    {
        HashSet<string> rates = [.. GpuCatalogue.All.SelectMany(gpu => gpu.Peak.Formats)];
        Assert.All(FormatCatalogue.All.Where(format => format.Name is not ("fp6" or "int4")),
            format => Assert.Contains(format.Rate, rates));
    }

    [Fact]
    public void Do_the_names_of_measured_tables_find_their_format() => Assert.All(
        (string[])["fp32", "fp16", "bf16", "int8_wo", "int4_wo", "int8_smoothquant", "nvfp4", "fp8", "fp8_block", "float16", "bfloat16"],
        name => Assert.NotNull(FormatCatalogue.Find(name)));
}
