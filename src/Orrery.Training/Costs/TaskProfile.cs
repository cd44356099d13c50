using Orrery.Training.Results;

namespace Orrery.Training.Costs;

/// <summary>One operator or collective within a task.</summary>
/// <param name="Name">Its part: "QKV projection".</param>
/// <param name="Kind">What its time counts as.</param>
/// <param name="Ticks">Ticks by which it makes the task longer; what is hidden behind others counts nothing.</param>
/// <param name="AloneTicks">Ticks that it would take alone.</param>
public readonly record struct Segment(string Name, TimeKind Kind, long Ticks, long AloneTicks);

/// <summary>How long a task takes and where its time goes. The segments add up to the shares, and those to the ticks.</summary>
/// <param name="Shares">Ticks by kind.</param>
/// <param name="Segments">Its parts in order; equal tasks of several layers are told once.</param>
public sealed record TaskProfile(TimeShares Shares, IReadOnlyList<Segment> Segments)
{
    /// <summary>Nothing.</summary>
    public static TaskProfile Empty { get; } = new(default, []);

    /// <summary>Its length in ticks.</summary>
    public long Ticks { get; } = Shares.Total;

    /// <summary>Operations of matrices.</summary>
    public double Flops { get; init; }

    /// <summary>
    /// Those of them that are computed again in the backward pass; fused attention counts whole, as in the model's operations.
    /// </summary>
    public double AgainFlops { get; init; }

    /// <summary>Energy that its operators add to what the GPU draws at rest, in joules.</summary>
    public double Joules { get; init; }

    /// <summary>The same without its parts.</summary>
    public TaskProfile Bare => this with { Segments = [] };

    /// <summary>This profile so many times, one after the other.</summary>
    public TaskProfile Times(int times)
    {
        if (times == 1)
        {
            return this;
        }

        TimeShares shares = default;
        shares.Add(Shares, times);
        Segment Longer(Segment part) => part with { Ticks = part.Ticks * times, AloneTicks = part.AloneTicks * times };
        return new TaskProfile(shares, [.. Segments.Select(Longer)])
        {
            Flops = Flops * times,
            AgainFlops = AgainFlops * times,
            Joules = Joules * times,
        };
    }

    /// <summary>This profile and another behind it.</summary>
    public TaskProfile Then(TaskProfile next)
    {
        if (next.Ticks == 0 && next.Flops == 0)
        {
            return this;
        }

        TimeShares shares = Shares;
        shares.Add(next.Shares);
        return new TaskProfile(shares, [.. Segments, .. next.Segments])
        {
            Flops = Flops + next.Flops,
            AgainFlops = AgainFlops + next.AgainFlops,
            Joules = Joules + next.Joules,
        };
    }

    /// <summary>A task of one kind alone, for closed forms.</summary>
    public static TaskProfile Of(TimeKind kind, double seconds)
    {
        TimeShares shares = default;
        shares[kind] = Ticks_(seconds);
        return new TaskProfile(shares, [new Segment(kind.ToString(), kind, shares[kind], shares[kind])]);

        static long Ticks_(double length) => Timelines.Ticks.Of(length);
    }
}
