using Orrery.Gpu.Programs;
using Orrery.Gpu.Results;
using static Orrery.Gpu.Tests.TestMachines;

namespace Orrery.Gpu.Tests;

/// <summary>Loops that some blocks run less often than others, or pass by.</summary>
public sealed class WhenBlocksDiffer
{
    private static Kernel Blocks(int x, int y, BlockTrips trips, Action<ProgramBuilder> body)
    {
        ProgramBuilder program = new ProgramBuilder().Math(Operation.Int, 1, 1).Loop(trips, body);
        return new Kernel("trips", x, y, [new WarpRole(1, program.Build())], 32, 0);
    }

    private static long Fp32(Kernel kernel)
    {
        KernelResult result = GpuSimulation.Create(WithSms(2), kernel).Run();
        Assert.Equal(kernel.WarpInstructions, result.Instructions);
        return result.Issued(Operation.Fp32);
    }

    [Theory]
    [InlineData(1.5, 0.5, 0, 0, 100, 1 + 2 + 2 + 3)] // rounded down
    [InlineData(-1, 1, 0, 0, 100, 0 + 0 + 1 + 2)] // passed by
    [InlineData(-1, 1, 0, 1, 100, 1 + 1 + 1 + 2)] // at least once
    [InlineData(1, 2, 0, 0, 4, 1 + 3 + 4 + 4)] // at most four times
    public void Trips_stay_within_their_bounds(double origin, double perX, double perY, int least, int most, int times) =>
        Assert.Equal(times, Fp32(Blocks(4, 1, new BlockTrips(origin, perX, perY, least, most), body => body.Math(Operation.Fp32, 2, 2))));

    [Fact]
    public void A_loop_in_a_loop_is_passed_by_on_its_own()
    {
        // Blocks 0 to 2 pass the outer loop 0, 1 and 2 times; the inner one runs 0, 0 and 1 times in each pass.
        Kernel kernel = Blocks(3, 1, new BlockTrips(0, 1), outer => outer.Math(Operation.Int, 1, 1)
            .Loop(new BlockTrips(-1, 1), inner => inner.Math(Operation.Fp32, 2, 2)));
        Assert.Equal(2 * 1, Fp32(kernel));
    }

    [Fact]
    public void Two_loops_that_begin_at_one_place_are_not_both_passed_by() =>
        Assert.Throws<ArgumentException>(() => new ProgramBuilder().Branch()
            .Loop(new BlockTrips(0, 1), outer => outer.Loop(new BlockTrips(0, 1), inner => inner.Branch())));

    [Fact]
    public void A_program_does_not_begin_with_a_loop_that_may_be_passed_by() =>
        Assert.Throws<ArgumentException>(() => new ProgramBuilder().Loop(new BlockTrips(0, 1), body => body.Branch()));
}
