namespace Orrery.CostModels.Chips;

/// <summary>What a foundry process means for area, yield and price. Between the listed nodes values follow a power of the node.</summary>
/// <param name="Nm">The foundry's name of the process, in nanometres.</param>
/// <param name="LogicDensity">Million transistors a mm2 of logic that is built for speed.</param>
/// <param name="SramCell">Area of one bit of SRAM in um2.</param>
/// <param name="DefectDensity">Defects a cm2 that kill a die, once the process is mature.</param>
/// <param name="WaferPrice">Dollars a processed wafer of 300 mm.</param>
public sealed record ProcessNode(double Nm, double LogicDensity, double SramCell, double DefectDensity, double WaferPrice)
{
    // Logic: WikiChip's densities of the libraries for speed (16 nm: 9 tracks 28.2; N7: 65; N5: 92), 8 nm as Samsung's
    // 10 nm, whose library it shares, N6 and N4 by TSMC's optical shrinks of 18 and 6 %. Below 4 nm, and above 16, scaled.
    // Cells: TSMC at IEDM and ISSCC (16 nm 0.07, N7 0.027, N5 0.021, N3E 0.021 um2), Samsung 10 nm 0.04, 8 nm 0.038.
    // Defects: TSMC at its 2020 symposium as AnandTech reports it (N7 0.09, N5 0.10 to 0.11 and falling); 8 and 3 nm and what is
    // older than 10 nm are assumptions. Prices: Khan and Mann, AI Chips, CSET 2020 (28, 16, 10, 7, 5 nm); 3 nm: DigiTimes 2022.
    private static readonly ProcessNode[] Listed =
    [
        new(28, 15.3, 0.127, 0.05, 2891),
        new(16, 28.2, 0.07, 0.07, 3984),
        new(12, 33.8, 0.07, 0.07, 3984),
        new(10, 51.8, 0.04, 0.09, 5992),
        new(8, 51.8, 0.038, 0.09, 5992),
        new(7, 65, 0.027, 0.09, 9346),
        new(6, 77, 0.027, 0.09, 9346),
        new(5, 92.3, 0.021, 0.10, 16988),
        new(4, 97.8, 0.021, 0.10, 16988),
        new(3, 130, 0.021, 0.12, 20000),
    ];

    /// <summary>The process of this name; beyond the listed ones the last two are continued.</summary>
    /// <param name="nm">Nanometres, above 0.</param>
    public static ProcessNode Of(double nm)
    {
        int above = Math.Clamp(Array.FindLastIndex(Listed, node => node.Nm >= nm), 0, Listed.Length - 2);
        ProcessNode large = Listed[above];
        ProcessNode small = Listed[above + 1];
        double part = Math.Log(large.Nm / nm) / Math.Log(large.Nm / small.Nm);
        double Between(Func<ProcessNode, double> value) => value(large) * Math.Pow(value(small) / value(large), part);
        return new ProcessNode(nm, Between(node => node.LogicDensity), Between(node => node.SramCell),
            Between(node => node.DefectDensity), Between(node => node.WaferPrice));
    }
}
