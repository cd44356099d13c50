namespace Orrery.Workloads.Operators;

/// <summary>What a collective does. The buffer size of each is what nccl-tests calls its size.</summary>
public enum CollectiveOperation
{
    /// <summary>Every rank gets the sum of all ranks' buffers; bytes of one rank's buffer.</summary>
    AllReduce,

    /// <summary>Every rank gets all ranks' parts, one after the other; bytes of the whole gathered buffer.</summary>
    AllGather,

    /// <summary>Every rank gets its part of the sum of all ranks' buffers; bytes of the whole buffer before it is scattered.</summary>
    ReduceScatter,

    /// <summary>Every rank sends a part of its own to every rank; bytes of one rank's whole send buffer, its own part included.</summary>
    AllToAll,

    /// <summary>Every rank gets the buffer of one; bytes of that buffer.</summary>
    Broadcast,

    /// <summary>One rank gets the sum of all ranks' buffers; bytes of one rank's buffer.</summary>
    Reduce,

    /// <summary>Every rank sends to the next and receives from the one before, as between pipeline stages; bytes of one message.</summary>
    SendReceive,
}
