namespace Orrery.Gpu.Memory.Dram;

/// <summary>Sectors of one line for a memory channel.</summary>
/// <param name="Bank">Its bank.</param>
/// <param name="Row">Its row in the bank.</param>
/// <param name="Sectors">How many of 32 bytes.</param>
/// <param name="Fill">What waits for it; -1 for a write.</param>
/// <param name="Kernel">Number of the kernel that it is counted for.</param>
public readonly record struct DramRequest(int Bank, int Row, int Sectors, int Fill, int Kernel = 0)
{
    /// <summary>True for data that leaves the chip.</summary>
    public bool IsWrite => Fill < 0;
}

/// <summary>A command on the bus of a channel.</summary>
/// <param name="Time">Its cycle.</param>
/// <param name="Name">PRE, ACT, RD, WR or REF.</param>
/// <param name="Bank">Its bank; -1 for all.</param>
/// <param name="Row">Its row.</param>
public readonly record struct DramCommand(long Time, string Name, int Bank, int Row);
