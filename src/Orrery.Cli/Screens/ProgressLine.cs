using System.Diagnostics;
using Orrery.Experiments;
using Orrery.Reporting.Numbers;

namespace Orrery.Cli.Screens;

/// <summary>
/// Tells on standard error how far a run is and when it will end: a line that renews itself on a terminal,
/// one line every ten seconds elsewhere. Short runs show nothing.
/// </summary>
public sealed class ProgressLine(Terminal terminal) : IProgress<RunProgress>
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _next = terminal.Interactive ? Quiet : TimeSpan.FromSeconds(10);
    private bool _shown;

    public void Report(RunProgress value)
    {
        TimeSpan now = _clock.Elapsed;
        if (now < _next)
            return;
        string line = Line(value, now.TotalSeconds);
        if (terminal.Interactive)
            terminal.Error.Write("\r" + line.PadRight(100));
        else
            terminal.Error.WriteLine(line);
        _shown = true;
        _next = now + (terminal.Interactive ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(10));
    }

    /// <summary>Clears the line before the result is shown.</summary>
    public void End()
    {
        if (_shown && terminal.Interactive)
            terminal.Error.Write("\r" + new string(' ', 100) + "\r");
    }

    private static string Line(RunProgress value, double wallSeconds)
    {
        string left = value.Fraction > 0 ? Readable.Time(wallSeconds * (1 - value.Fraction) / value.Fraction) + " left" : "time left unknown";
        if (value.Cycles > 0)
        {
            string speed = Readable.Count(value.WarpInstructions / wallSeconds);
            return $"{Readable.Percent(value.Fraction)}  {value.Doing}  {Readable.Count(value.Cycles)} cycles, {speed} warp instructions a second, {left}";
        }
        if (value.SimulatedSeconds <= 0)
            return $"{Readable.Percent(value.Fraction)}  {value.Doing}, {left}";
        string rate = Readable.Time(value.SimulatedSeconds / wallSeconds) + " simulated a second";
        return $"{Readable.Percent(value.Fraction)}  {value.Doing}  at {Readable.Time(value.SimulatedSeconds)}, {rate}, {left}";
    }
}
