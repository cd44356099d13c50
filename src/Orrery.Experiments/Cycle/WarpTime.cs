using System.Text.Json;
using Orrery.Gpu.Multiprocessor;

namespace Orrery.Experiments.Cycle;

/// <summary>Cycles that resident warps spent in a state.</summary>
/// <param name="Name">As Nsight Compute names it: "stall_long_scoreboard"; "selected" where the warp issued.</param>
/// <param name="Cycles">Cycles, summed over warps.</param>
public sealed record WarpTime(string Name, long Cycles)
{
    /// <summary>The name of warps that issue.</summary>
    public const string Issues = "selected";

    /// <summary>Whether warps issue in it; all other states are stalls.</summary>
    public bool IsIssue => Name == Issues;

    /// <summary>The name of a state: those of <c>smsp__average_warps_issue_stalled_*</c> in Nsight Compute's documentation.</summary>
    public static string NameOf(WarpState state) => state switch
    {
        WarpState.Selected => Issues,
        WarpState.Branch => "stall_branch_resolving",
        _ => "stall_" + JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString()),
    };
}
