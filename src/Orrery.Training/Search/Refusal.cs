namespace Orrery.Training.Search;

/// <summary>Why a plan of a space cannot run.</summary>
public enum Refusal
{
    /// <summary>It can.</summary>
    None,

    /// <summary>It is another plan of the space under another name.</summary>
    Repeat,

    /// <summary>Degrees do not multiply to the GPUs, or do not fill nodes.</summary>
    Ranks,

    /// <summary>Degrees do not divide heads, widths, experts or the sequence, or there are more chunks than layers.</summary>
    Model,

    /// <summary>The batch is no whole number of micro-batches on each data-parallel rank.</summary>
    Batch,

    /// <summary>The schedule cannot order such a pipeline.</summary>
    Schedule,

    /// <summary>It does not fit into memory.</summary>
    Memory,
}

/// <summary>Words for <see cref="Refusal"/>.</summary>
public static class RefusalWords
{
    /// <summary>A short clause.</summary>
    public static string Of(Refusal refusal) => refusal switch
    {
        Refusal.Repeat => "the same as others",
        Refusal.Ranks => "degrees do not divide the GPUs",
        Refusal.Model => "degrees do not divide the model",
        Refusal.Batch => "micro-batches do not divide the batch",
        Refusal.Schedule => "the schedule cannot order them",
        Refusal.Memory => "do not fit into memory",
        _ => "can run",
    };
}
