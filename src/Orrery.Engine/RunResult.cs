namespace Orrery.Engine;

/// <summary>Why a run ended.</summary>
public enum RunEnd
{
    /// <summary>Nobody has anything left to do.</summary>
    Idle,

    /// <summary>The last tick that was asked for is reached.</summary>
    TickReached,

    /// <summary>A component sent its stop signal.</summary>
    Stopped,

    /// <summary>The condition to stop became true.</summary>
    ConditionMet,

    /// <summary>The caller cancelled.</summary>
    Cancelled,

    /// <summary>Nothing can go on, but components wait for each other: see <see cref="RunResult.Account"/>.</summary>
    Stuck,
}

/// <summary>How a run went.</summary>
/// <param name="End">Why it ended.</param>
/// <param name="Tick">The tick that everything has reached.</param>
/// <param name="Activations">Runs of components.</param>
/// <param name="Windows">Parallel phases; 0 in a sequential run.</param>
/// <param name="Elapsed">Wall-clock time.</param>
/// <param name="Manager">The thread manager at the end.</param>
/// <param name="Threads">Workers at the end.</param>
/// <param name="Account">Where it is stuck, or left messages unread: who waits on what. Empty if all is well.</param>
public sealed record RunResult(
    RunEnd End, long Tick, long Activations, long Windows, TimeSpan Elapsed, string Manager, int Threads, string Account);
