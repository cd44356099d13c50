using System.Globalization;

namespace Orrery.Reporting.Numbers;

/// <summary>Numbers for people: three digits and a prefix. Prefixes are decimal throughout, as data sheets use them for rates.</summary>
public static class Readable
{
    private static readonly string[] Prefixes = ["", "k", "M", "G", "T", "P", "E"];

    public static string Time(double seconds) => seconds switch
    {
        0 => "0 s",
        < 0.9995e-6 => Digits(seconds * 1e9) + " ns",
        < 0.9995e-3 => Digits(seconds * 1e6) + " µs",
        < 0.9995 => Digits(seconds * 1e3) + " ms",
        < 600 => Digits(seconds) + " s",
        _ => Digits(seconds / 60) + " min",
    };

    /// <summary>A count with its prefix and no unit: "825 G".</summary>
    public static string Count(double value) => Scaled(value, "");

    /// <summary>A round number beside an axis: "0.1", "1k", "10 T" without needless digits.</summary>
    public static string Tick(double value)
    {
        int step = 0;
        for (; value >= 1000 && step < Prefixes.Length - 1; step++)
            value /= 1000;
        return value.ToString("0.####", CultureInfo.InvariantCulture) + (step == 0 ? "" : " " + Prefixes[step]);
    }

    public static string Flops(double value) => Scaled(value, "FLOP");

    public static string FlopsRate(double perSecond) => Scaled(perSecond, "FLOP/s");

    public static string Bytes(double value) => Scaled(value, "B");

    public static string BytesRate(double perSecond) => Scaled(perSecond, "B/s");

    public static string Joules(double value) => value < 1 ? Digits(value * 1e3) + " mJ" : Scaled(value, "J");

    public static string Percent(double fraction) =>
        (fraction * 100).ToString(fraction is > 0 and < 0.0995 ? "0.0" : "0", CultureInfo.InvariantCulture) + " %";

    /// <summary>A part of a whole with one decimal always, so that a column of them lines up.</summary>
    public static string Share(double fraction) => (fraction * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>A whole number with separators: "2,048".</summary>
    public static string Whole(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Three digits: "0.25", "4.46", "63.8", "1,365".</summary>
    public static string Digits(double value) => Math.Abs(value) switch
    {
        0 => "0",
        < 0.00995 => value.ToString("0.##e0", CultureInfo.InvariantCulture),
        < 9.995 => value.ToString("0.00", CultureInfo.InvariantCulture),
        < 99.95 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("N0", CultureInfo.InvariantCulture),
    };

    private static string Scaled(double value, string unit)
    {
        int step = 0;
        while (Math.Abs(value) >= 999.5 && step < Prefixes.Length - 1)
        {
            value /= 1000;
            step++;
        }
        string number = step == 0 && value == Math.Floor(value) ? value.ToString("0", CultureInfo.InvariantCulture) : Digits(value);
        string suffix = Prefixes[step] + unit;
        return suffix.Length == 0 ? number : number + " " + suffix;
    }
}
