namespace Orrery.CostModels.Analytic;

/// <summary>What the blocks of a row kernel do on a machine.</summary>
/// <param name="Resident">Blocks that one multiprocessor holds.</param>
/// <param name="Waits">Seconds that a block waits.</param>
/// <param name="Issues">Seconds of a multiprocessor's lanes for one block.</param>
/// <param name="Touched">Bytes through the last-level cache, of all blocks.</param>
/// <param name="Missed">Bytes through device memory, of all blocks.</param>
internal readonly record struct RowLoad(int Resident, double Waits, double Issues, double Touched, double Missed);
