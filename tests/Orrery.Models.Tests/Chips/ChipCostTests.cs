using Orrery.Configuration.Units;
using Orrery.CostModels.Chips;
using Orrery.Hardware;

namespace Orrery.Models.Tests.Chips;

public sealed class ChipCostTests(ITestOutputHelper output)
{
    private static readonly HardwareGpu H100 = GpuCatalogue.Find("h100")!;

    // 814 mm2: pi x 300^2 / 4 / 814 - pi x 300 / sqrt(1628) = 86.84 - 23.36 = 63 dies; a wafer in 4 nm is 16988 dollars.
    // Memory: 80 GB x 17 dollars. Interposer: 1.1 x (814 + 5 x 110) x 0.45 = 675.2 dollars, and six parts at 0.99 each: 1 / 0.941480 - 1.
    [Fact]
    public void Is_the_cost_of_an_h100_as_calculated_by_hand()
    {
        ChipCost cost = ChipCost.Of(H100, 814)!;
        Assert.Equal(63, cost.DiesPerWafer);
        Assert.Equal(16988 / (63 * cost.Yield), cost.Silicon, 6);
        Assert.Equal(1360, cost.Memory, 6);
        double interposer = 1.1 * 1364 * 0.45;
        Assert.Equal(interposer + ((cost.Silicon + 1360 + interposer) * ((1 / 0.941480) - 1)), cost.Package, 2);
        Assert.Equal(0.1 * (cost.Silicon + cost.Package), cost.Test, 6);
        Assert.Equal(cost.Silicon + cost.Memory + cost.Package + cost.Test, cost.Total, 6);
    }

    [Fact]
    public void Does_every_gpu_of_the_catalogue_have_a_cost_that_makes_sense()
    {
        foreach (HardwareGpu gpu in GpuCatalogue.All.Where(gpu => gpu.Generation != "tpu"))
        {
            ChipCost cost = ChipCost.Of(gpu, gpu.Die.AreaMm2)!;
            output.WriteLine($"{gpu.Name}: {cost.Total:F0} dollars: {cost}");
            Assert.InRange(cost.FlawlessYield, 0.3, 1);
            Assert.InRange(cost.Yield, cost.FlawlessYield, 1);
            Assert.All([cost.Silicon, cost.Memory, cost.Package, cost.Test], part => Assert.True(part > 0, gpu.Name));
        }
    }

    [Fact]
    public void Do_more_multiprocessors_memory_and_switched_on_units_cost_more()
    {
        double before = ChipCost.Of(H100)!.Total;
        Assert.True(ChipCost.Of(H100 with { SmCount = 144 })!.Total > before);
        Assert.True(ChipCost.Of(H100 with { Memory = H100.Memory with { Capacity = ByteSize.FromGB(96) } })!.Total > before);
        Assert.True(ChipCost.Of(H100 with { L2 = new GpuL2 { Size = ByteSize.FromMiB(128) } })!.Total > before);
        Assert.True(ChipCost.Of(H100, 858)!.Total > ChipCost.Of(H100, 814)!.Total);
    }

    [Fact]
    public void Has_a_die_that_no_wafer_holds_no_cost() => Assert.Null(ChipCost.Of(H100, 70000));

    [Fact]
    public void Is_a_die_over_the_lithography_field_known_as_such()
    {
        Assert.False(AreaModel.Of(H100 with { SmCount = 400 })!.FitsField);
        Assert.True(AreaModel.Of(GpuCatalogue.Find("l4")!)!.FitsField);
    }

    // A power of the node between 7 nm (65) and 5 nm (92.3): at 6 nm 77 is listed, so the ends and the listed middle are met exactly.
    [Theory]
    [InlineData(7, 65)]
    [InlineData(6, 77)]
    [InlineData(4, 97.8)]
    public void Is_a_listed_process_met_exactly(double nm, double density) =>
        Assert.Equal(density, ProcessNode.Of(nm).LogicDensity, 9);

    [Fact]
    public void Is_a_smaller_process_never_less_dense_or_cheaper()
    {
        for (int nm = 2; nm < 40; nm++)
        {
            ProcessNode small = ProcessNode.Of(nm);
            ProcessNode large = ProcessNode.Of(nm + 1);
            Assert.True(small.LogicDensity >= large.LogicDensity - 1e-9, $"{nm} nm");
            Assert.True(small.SramCell <= large.SramCell + 1e-9, $"{nm} nm");
            Assert.True(small.WaferPrice >= large.WaferPrice - 1e-9, $"{nm} nm");
        }
    }
}
