using Orrery.Training.Results;

namespace Orrery.Training.Timelines;

/// <summary>The pipeline of one data-parallel replica, up to the last gradient.</summary>
/// <param name="stages">Pipeline stages.</param>
/// <param name="chunks">Chunks of each.</param>
internal sealed class ReplicaRun(int stages, int chunks)
{
    /// <summary>What each stage does.</summary>
    public List<Activity>[] Activities { get; } = [.. Enumerable.Range(0, stages).Select(_ => new List<Activity>())];

    /// <summary>Messages between stages.</summary>
    public List<Message> Messages { get; } = [];

    /// <summary>Ticks of each stage by kind, waiting included, up to its last task.</summary>
    public TimeShares[] Shares { get; } = new TimeShares[stages];

    /// <summary>When each stage is done.</summary>
    public long[] End { get; } = new long[stages];

    /// <summary>When the gradients of each chunk of each stage are complete.</summary>
    public long[,] Ready { get; } = new long[stages, chunks];

    /// <summary>When the last stage was done.</summary>
    public long Last => End.Max();
}
