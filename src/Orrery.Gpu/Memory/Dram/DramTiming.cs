using Orrery.Configuration.Binding;
using Orrery.Configuration.Presets;

namespace Orrery.Gpu.Memory.Dram;

/// <summary>A kind of memory as its standard describes it. Times in nanoseconds.</summary>
public sealed record DramTiming : IPreset
{
    [Parameter("Kind of memory", Required = true)]
    public string Name { get; init; } = "";

    [Parameter("Kinds with the same timing")]
    public IReadOnlyList<string> Aliases { get; init; } = [];

    [Parameter("Data pins of a channel", Required = true, Min = 1, Max = 1024)]
    public int ChannelBits { get; init; }

    [Parameter("Banks of a channel", Required = true, Min = 1, Max = 256)]
    public int Banks { get; init; }

    [Parameter("Bytes of a row of a channel", Required = true, Min = 128, Max = 65536)]
    public int RowBytes { get; init; }

    [Parameter("Activate to column command (tRCD)", Required = true, Min = 0, Max = 1000)]
    public double ActivateNs { get; init; }

    [Parameter("Column command to data (CL)", Required = true, Min = 0, Max = 1000)]
    public double ColumnNs { get; init; }

    [Parameter("Precharge (tRP)", Required = true, Min = 0, Max = 1000)]
    public double PrechargeNs { get; init; }

    [Parameter("Activate to precharge, at least (tRAS)", Required = true, Min = 0, Max = 1000)]
    public double OpenNs { get; init; }

    [Parameter("Bus idle between reads and writes (tWTR, tRTW)", Required = true, Min = 0, Max = 1000)]
    public double TurnaroundNs { get; init; }

    [Parameter("Time between refreshes (tREFI)", Required = true, Min = 100, Max = 100000)]
    public double RefreshEveryNs { get; init; }

    [Parameter("Time of a refresh (tRFC)", Required = true, Min = 0, Max = 10000)]
    public double RefreshNs { get; init; }

    [Parameter("Controller and wires, both ways together", Required = true, Min = 0, Max = 1000)]
    public double ControllerNs { get; init; }

    [Parameter("Whether the controller closes a row after each access; otherwise it stays open for the next", Default = "false")]
    public bool ClosesRows { get; init; }

    [Parameter("Where the values come from")]
    public IReadOnlyList<string> Sources { get; init; } = [];
}
