namespace Orrery.Gpu.Library;

/// <summary>
/// Global memory, handed out from the bottom. What an operator writes is what the next one reads as its activations, so that a chain of
/// operators finds in L2 what the one before left there.
/// </summary>
public sealed class AddressSpace
{
    // As an allocator of a framework aligns large arrays.
    private const long Alignment = 2 << 20;

    private long _next;
    private long _written;
    private long _writtenBytes = -1;

    /// <summary>A new array: weights, results, work space.</summary>
    public long Fresh(long bytes)
    {
        long start = _next;
        _next += (bytes + Alignment - 1) / Alignment * Alignment;
        return start;
    }

    /// <summary>The activations of an operator: the array that the one before wrote if it has so many bytes, else a new one.</summary>
    public long Activations(long bytes) => bytes <= _writtenBytes ? _written : Fresh(bytes);

    /// <summary>A new array for the results of an operator, which the next one will read.</summary>
    public long Results(long bytes)
    {
        (_written, _writtenBytes) = (Fresh(bytes), bytes);
        return _written;
    }

    /// <summary>The results stand where the activations stood.</summary>
    public void InPlace(long start, long bytes) => (_written, _writtenBytes) = (start, bytes);
}
