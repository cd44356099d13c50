using Orrery.Configuration.Binding;
using Orrery.Configuration.Documents;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Memory.Dram;

namespace Orrery.Experiments.Cycle;

/// <summary>What a file may say about the simulation of a GPU cycle by cycle.</summary>
internal abstract record CycleSettings
{
    [Parameter("Cycle fidelity: what differs from the microarchitecture of the GPU's generation, such as {l2: {slices: 96}}; or the path of a .yaml file",
        Shape = typeof(Microarchitecture))]
    public Node? Microarchitecture { get; init; }

    [Parameter("Cycle fidelity: what differs from the timing of the GPU's kind of memory, such as {refresh_ns: 0}; or the path of a .yaml file",
        Shape = typeof(DramTiming))]
    public Node? Dram { get; init; }

    [Parameter("Cycle fidelity: who chooses the warp that issues: oldest-first, gto (greedy then oldest), lrr (loose round-robin), or one of the plugins",
        Default = "oldest-first")]
    public string Scheduler { get; init; } = "oldest-first";

    [Parameter("Cycle fidelity: which line of L2 makes room for another: lru (least recently used), fifo (first in, first out), li (new lines come last), or one of the plugins",
        Default = "lru")]
    public string Replacement { get; init; } = "lru";

    [Parameter("Cycle fidelity: which request a memory channel serves next: fr (first ready, row hits first), fc (first come), or one of the plugins", Default = "fr")]
    public string MemoryScheduler { get; init; } = "fr";

    [Parameter("Cycle fidelity: the network between multiprocessors and L2: crossbar, or one of the plugins", Default = "crossbar")]
    public string Network { get; init; } = "crossbar";

    [Parameter("Assemblies (.dll) with parts of one's own, or the folders of their projects once built")]
    public IReadOnlyList<string>? Plugins { get; init; }

    [Parameter("Cycle fidelity: whether every instruction of every block is simulated; otherwise large kernels are sampled", Default = "false")]
    public bool Full { get; init; }
}
