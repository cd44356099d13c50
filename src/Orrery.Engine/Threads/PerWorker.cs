using System.Runtime.InteropServices;

namespace Orrery.Engine.Threads;

/// <summary>A number for each worker, each in a 128-byte block of its own, so that workers do not disturb each other's caches.</summary>
public sealed class PerWorker
{
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Padded
    {
        [FieldOffset(64)]
        internal int Value;
    }

    private readonly Padded[] _values;

    public PerWorker(int workers) => _values = new Padded[workers];

    public int Count => _values.Length;

    /// <summary>The worker's number, by reference.</summary>
    public ref int this[int worker] => ref _values[worker].Value;
}
