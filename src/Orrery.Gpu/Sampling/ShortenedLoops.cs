using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Sampling;

/// <summary>The steady loops of a kernel run fewer times, so that its time tells what one pass takes.</summary>
internal static class ShortenedLoops
{
    // Loops that differ by no more than this belong together: what one peels off, another runs. All of them lose equally many passes.
    private const int Peeled = 8;

    /// <summary>Passes of the longest steady loop, in the block that runs it most often; 0 where there is none.</summary>
    public static int MostTrips(Kernel kernel) =>
        kernel.Roles.SelectMany(role => Chosen(role.Program)).Select(loop => TripsOfLongest(kernel, loop)).DefaultIfEmpty(0).Max();

    /// <summary>The kernel with its longest steady loop cut to so many passes, and the others in proportion.</summary>
    public static Kernel Of(Kernel kernel, int trips)
    {
        int[] lengths = [.. kernel.Roles.SelectMany(role => Chosen(role.Program)).Select(loop => TripsOfLongest(kernel, loop))
            .Distinct().OrderDescending()];
        int most = lengths.FirstOrDefault();
        if (trips >= most) return kernel;
        double share = (double)trips / most;
        var cuts = new Dictionary<int, int>();
        int head = most;
        foreach (int length in lengths)
        {
            if (head - length > Peeled) head = length;
            cuts[length] = Math.Max(1, (int)Math.Round(head * share) - (head - length));
        }
        return kernel with { Roles = [.. kernel.Roles.Select(role => role with { Program = Of(kernel, role.Program, cuts) })] };
    }

    private static WarpProgram Of(Kernel kernel, WarpProgram program, Dictionary<int, int> cuts)
    {
        HashSet<ProgramLoop> chosen = [.. Chosen(program)];
        return program with { Loops = [.. program.Loops.Select(loop => chosen.Contains(loop) ? Cut(kernel, loop, cuts) : loop)] };
    }

    private static ProgramLoop Cut(Kernel kernel, ProgramLoop loop, Dictionary<int, int> cuts)
    {
        int length = TripsOfLongest(kernel, loop);
        if (loop.IsFixed) return loop with { Trips = cuts[length] };
        double share = (double)cuts[length] / length;
        double first = (loop.Trips + loop.TripsBeyond) * share;
        return loop with
        {
            Trips = (int)Math.Floor(first),
            TripsBeyond = first - Math.Floor(first),
            Most = loop.Most == int.MaxValue ? loop.Most : Math.Max(1, (int)Math.Round(loop.Most * share)),
            TripsPerX = loop.TripsPerX * share,
            TripsPerY = loop.TripsPerY * share,
        };
    }

    // Of loops within each other only the longest is cut: the time would not be linear in both.
    private static IEnumerable<ProgramLoop> Chosen(WarpProgram program)
    {
        ProgramLoop[] steady = [.. program.Loops.Where(loop => loop.IsSteady)];
        return steady.Where(loop => !steady.Any(other => other != loop && IsNested(loop, other)
            && (other.Trips > loop.Trips || (other.Trips == loop.Trips && other.Depth < loop.Depth))));
    }

    private static bool IsNested(ProgramLoop one, ProgramLoop other) => one.First <= other.Last && other.First <= one.Last;

    private static int TripsOfLongest(Kernel kernel, ProgramLoop loop) => loop.IsFixed ? loop.Trips
        : new[] { loop.TripsAt(0, 0), loop.TripsAt(kernel.BlocksX - 1, 0), loop.TripsAt(0, kernel.BlocksY - 1),
            loop.TripsAt(kernel.BlocksX - 1, kernel.BlocksY - 1) }.Max();
}
