namespace Orrery.Cli.Tests;

/// <summary>Small tables as a user would have them.</summary>
internal static class Measurements
{
    private const string GemmColumns = "gpu,dtype,op,m,n,k,time_us,method";

    /// <summary>Writes a table of multiplications and gives its path.</summary>
    public static string Write(Cli cli, string name, IEnumerable<string> rows) =>
        cli.Write(name, GemmColumns + "\n" + string.Concat(rows.Select(row => row + "\n")));

    /// <summary>So many multiplications, each as long as two thirds of the peak would need and a few microseconds.</summary>
    public static IEnumerable<string> Made(string gpu, double peakFlops, int count) => Enumerable.Range(1, count).Select(index =>
    {
        (int m, int n, int k) = (128 * index, 1024 * (1 + (index % 5)), 2048 * (1 + (index % 3)));
        double microseconds = (2.0 * m * n * k / peakFlops * 1.5e6) + 5;
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{gpu},fp16,linear,{m},{n},{k},{microseconds:F2},kineto_sum");
    });
}
