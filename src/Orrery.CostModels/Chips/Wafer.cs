namespace Orrery.CostModels.Chips;

/// <summary>A wafer of 300 mm.</summary>
public static class Wafer
{
    private const double Diameter = 300;

    /// <summary>
    /// Whole dies of an area (mm2) on a wafer: its area over that of a die, less what the round edge cuts off
    /// (de Vries, IEEE Trans. Semicond. Manuf. 18(1), 2005, equation with pi d / sqrt(2 A)). 0 where none fits.
    /// </summary>
    public static int Dies(double area) => (int)Math.Max(0, Math.Floor(
        (Math.PI * Diameter * Diameter / 4 / area) - (Math.PI * Diameter / Math.Sqrt(2 * area))));
}
