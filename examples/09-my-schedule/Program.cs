// GPT-3 175B on 64 A100 with eight pipeline stages under four schedules, one of them our own: step, waiting, memory of the first stage.
//     dotnet run -c Release --project examples/09-my-schedule
using Orrery.Examples.MySchedule;
using Orrery.Training;
using Orrery.Training.Clusters;
using Orrery.Training.Plans;
using Orrery.Training.Results;
using Orrery.Training.Schedules;
using Orrery.Workloads.Models;

TrainingSimulator simulator = new();
TransformerModel model = ModelCatalogue.Find("gpt-3-175b")!;
Cluster cluster = ClusterReader.Named("dgx-a100", nodes: 8)!;
Plan plan = new()
{
    Tensor = 8,
    Pipeline = 8,
    GlobalBatch = 64,
    Recompute = "full",
    Software = "megatron-2022",
};

foreach (IPipelineSchedule schedule in (IPipelineSchedule[])[new GPipeSchedule(), new OneForwardOneBackward(), new ZeroBubbleSchedule(), new EagerSchedule()])
{
    StepResult step = simulator.Run(model, cluster, plan, schedule);
    Console.WriteLine($"{schedule.Name,-10}  {step.StepSeconds:F3} s, {100 * step.BubbleFraction:F1} % waiting, {step.StageMemory[0].Total / (1 << 30):F1} GiB");
}
