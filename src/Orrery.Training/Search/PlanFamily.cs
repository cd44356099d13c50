using Orrery.Training.Plans;

namespace Orrery.Training.Search;

/// <summary>Everything of a plan on which it depends whether it can run, memory aside.</summary>
public readonly record struct PlanFamily(
    int Gpus, int Tensor, int Pipeline, int Context, int Expert, int MicroBatch, bool SequenceParallel, string Recompute, string Schedule,
    int VirtualStages)
{
    /// <summary>GPUs of one replica of the model.</summary>
    public long ReplicaGpus => (long)Tensor * Pipeline * Context;

    /// <summary>Data-parallel ranks; 0 where replicas do not fill the GPUs.</summary>
    public int Data => Gpus % ReplicaGpus == 0 ? (int)(Gpus / ReplicaGpus) : 0;

    /// <summary>Its first plan over what all plans have in common.</summary>
    public Plan Over(Plan common) => common with
    {
        Tensor = Tensor,
        Pipeline = Pipeline,
        Data = Data,
        Context = Context,
        Expert = Expert,
        MicroBatch = MicroBatch,
        SequenceParallel = SequenceParallel,
        Recompute = Recompute,
        Schedule = Schedule,
        VirtualStages = VirtualStages,
    };
}
