namespace Orrery.Training.Schedules;

/// <summary>What a schedule orders.</summary>
/// <param name="Stages">Pipeline stages.</param>
/// <param name="MicroBatches">Micro-batches of a step.</param>
/// <param name="Chunks">Chunks of layers of each stage.</param>
public readonly record struct PipelineShape(int Stages, int MicroBatches, int Chunks);
