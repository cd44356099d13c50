using FsCheck;
using FsCheck.Fluent;
using Orrery.CostModels.Chips;

namespace Orrery.Models.Tests.Chips;

public sealed class DieYieldTests
{
    // 826 mm2 x 0.09 per cm2 = 0.7434 defects on average; (1 + 0.7434 / 3)^-3 = 1.2478^-3 = 0.51471.
    [Fact]
    public void Is_the_yield_of_a_large_die_as_calculated_by_hand() => Assert.Equal(0.51471, DieYield.Flawless(826, 0.09), 4);

    // pi x 300^2 / 4 / 826 = 85.58; pi x 300 / sqrt(2 x 826) = 23.19; 62.39 are left.
    // pi x 300^2 / 4 / 100 = 706.86; pi x 300 / sqrt(2 x 100) = 66.64; 640.2 are left.
    [Theory]
    [InlineData(826, 62)]
    [InlineData(100, 640)]
    [InlineData(70000, 0)]
    public void Is_the_number_of_dies_on_a_wafer_as_calculated_by_hand(double area, int dies) => Assert.Equal(dies, Wafer.Dies(area));

    // With nothing to switch off, the integral over the density must give the closed form of the whole area.
    [Theory]
    [InlineData(4, 128, 300, 0.09)]
    [InlineData(2.5, 84, 500, 0.07)]
    [InlineData(1, 1, 1, 0.5)]
    public void Is_a_die_that_needs_everything_as_the_closed_form(double sm, int sms, double other, double defects) =>
        Assert.Equal(DieYield.Flawless((sm * sms) + other, defects), DieYield.Harvested(sm, sms, sms, other, defects), 6);

    // Two parts of 100 mm2, one needed, 1 defect a cm2, nothing else: P(one is good) x 2 - P(both are good)
    // = 2 x (1 + 1/3)^-3 - (1 + 2/3)^-3 = 2 x 0.421875 - 0.216 = 0.62775.
    [Fact]
    public void Is_one_of_two_parts_as_calculated_by_hand() => Assert.Equal(0.62775, DieYield.Harvested(100, 2, 1, 0, 1), 5);

    [Fact]
    public void Does_a_spare_multiprocessor_never_harm_and_a_larger_die_never_help() => Prop.ForAll(
        Gen.Choose(1, 200).ToArbitrary(), Gen.Choose(0, 40).ToArbitrary(), Gen.Choose(1, 60).ToArbitrary(), (needed, spare, tenths) =>
        {
            double area = tenths / 10.0;
            double yield = DieYield.Harvested(area, needed + spare, needed, 200, 0.1);
            Assert.InRange(yield, 0, DieYield.Flawless(200, 0.1) + 1e-6);
            Assert.True(yield >= DieYield.Harvested(area, needed + spare, needed + spare, 200, 0.1) - 1e-6);
            Assert.True(yield <= DieYield.Harvested(area, needed + spare + 1, needed, 200, 0.1) + 1e-6);
            Assert.True(yield >= DieYield.Harvested(area * 1.1, needed + spare, needed, 200, 0.1) - 1e-6);
        }).QuickCheckThrowOnFailure();
}
