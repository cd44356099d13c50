namespace Orrery.Gpu.Activity;

/// <summary>What memory had moved by a cycle, counted from the start.</summary>
/// <param name="Time">The cycle.</param>
/// <param name="L2Bytes">Bytes that L2 sent to multiprocessors or took from them.</param>
/// <param name="DramBytes">Bytes read from device memory or written to it.</param>
public readonly record struct MemorySample(long Time, double L2Bytes, double DramBytes);
