namespace Orrery.Cli.Screens;

/// <summary>A bar of block characters, to an eighth of a column.</summary>
public static class Bar
{
    private const string Eighths = " ▏▎▍▌▋▊▉█";

    /// <summary>The part from 0 to 1 of a number of columns.</summary>
    public static string Of(double fraction, int width)
    {
        int eighths = (int)Math.Round(Math.Clamp(fraction, 0, 1) * width * 8);
        if (eighths == 0 && fraction > 0)
            eighths = 1; // what is there shall be seen
        string whole = new(Eighths[8], eighths / 8);
        return eighths % 8 == 0 ? whole : whole + Eighths[eighths % 8];
    }
}
