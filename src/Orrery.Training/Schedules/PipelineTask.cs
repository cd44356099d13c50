namespace Orrery.Training.Schedules;

/// <summary>What a stage does with a micro-batch in one of its chunks of layers.</summary>
public enum TaskKind
{
    /// <summary>The forward pass.</summary>
    Forward,

    /// <summary>The whole backward pass: gradients of inputs and of weights.</summary>
    Backward,

    /// <summary>The part of the backward pass that the stage before waits for: gradients of inputs.</summary>
    InputGradient,

    /// <summary>The rest of the backward pass: gradients of weights.</summary>
    WeightGradient,
}

/// <summary>One task of a stage.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="MicroBatch">With which micro-batch, from 0.</param>
/// <param name="Chunk">In which of the stage's chunks of layers, from 0.</param>
public readonly record struct PipelineTask(TaskKind Kind, int MicroBatch, int Chunk)
{
    public override string ToString() => $"{Kind switch
    {
        TaskKind.Forward => "F",
        TaskKind.Backward => "B",
        TaskKind.InputGradient => "I",
        _ => "W",
    }}{MicroBatch}{(Chunk > 0 ? $".{Chunk}" : "")}";
}
