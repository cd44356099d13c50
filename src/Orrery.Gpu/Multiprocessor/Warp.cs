namespace Orrery.Gpu.Multiprocessor;

/// <summary>The state of a resident warp.</summary>
internal struct Warp
{
    /// <summary>Registers with a result on its way, and <see cref="PendingBits"/>.</summary>
    public ulong Pending;

    /// <summary>Those of them of which it is known when they are there. They stay pending until the warp asks for them.</summary>
    public ulong Timed;

    /// <summary>Those of them that wait for L1, L2 or memory.</summary>
    public ulong PendingLong;

    /// <summary>Those of them that wait for shared memory.</summary>
    public ulong PendingShort;

    /// <summary>What must be clear for the next instruction.</summary>
    public ulong Waits;

    /// <summary>Asynchronous copies on their way: a byte for each of eight groups.</summary>
    public ulong Groups;

    /// <summary>The groups that a wait asked for.</summary>
    public ulong AwaitedGroups;

    /// <summary>The cycle from which the current state is not yet counted.</summary>
    public long Since;

    /// <summary>Cycles that its pipe had refused when it became ready.</summary>
    public long Refused;

    public int Pc;
    public int Counter0;
    public int Counter1;
    public int Counter2;
    public int Counter3;

    /// <summary>Order of arrival on the multiprocessor.</summary>
    public int Age;

    /// <summary>Place of its block on the multiprocessor.</summary>
    public int Slot;

    /// <summary>Number within its role.</summary>
    public int Number;

    /// <summary>Place of its block in the grid.</summary>
    public int X;

    public int Y;

    public int Z;

    /// <summary>Number of its kernel in the simulation.</summary>
    public int Kernel;

    /// <summary>The group that takes the next copy.</summary>
    public byte OpenGroup;

    /// <summary>The group that takes the next asynchronous matrix instruction.</summary>
    public byte OpenTensorGroup;

    public WarpState State;

    /// <summary>The state while it waits for <see cref="PendingBits.Barrier"/>.</summary>
    public WarpState Awaits;

    /// <summary>The barrier or mbarrier that it waited at last.</summary>
    public byte WaitsAt;
}

/// <summary>What a warp does in a cycle, under the names that profilers use.</summary>
public enum WarpState : byte
{
    /// <summary>Issues.</summary>
    Selected,

    /// <summary>Could issue, but another warp does.</summary>
    NotSelected,

    /// <summary>Its arithmetic pipe takes nothing.</summary>
    MathPipeThrottle,

    /// <summary>The load/store unit takes nothing.</summary>
    MioThrottle,

    /// <summary>Waits for L1, L2 or device memory.</summary>
    LongScoreboard,

    /// <summary>Waits for shared memory.</summary>
    ShortScoreboard,

    /// <summary>Waits for other warps at a barrier.</summary>
    Barrier,

    /// <summary>Waits for a result of fixed latency.</summary>
    Wait,

    /// <summary>Waits for the target of a jump.</summary>
    Branch,

    /// <summary>Waits for asynchronous matrix instructions.</summary>
    Gmma,

    /// <summary>Waits for a phase of an mbarrier.</summary>
    Mbarrier,
}
