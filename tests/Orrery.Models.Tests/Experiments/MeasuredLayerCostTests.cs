using Orrery.Configuration;
using Orrery.CostModels;
using Orrery.Experiments;
using Orrery.Experiments.Layer;
using Orrery.Experiments.Operators;

namespace Orrery.Models.Tests.Experiments;

/// <summary>Do an experiment's own measurements go before the model?</summary>
public sealed class MeasuredLayerCostTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orrery-costs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Is_an_operator_that_was_measured_as_long_as_measured()
    {
        // Output projection of llama-2-7b, 256 tokens: 256 x 4096 x 4096.
        File.WriteAllText(Path.Combine(_folder, "gemm.csv"),
            "gpu,dtype,op,m,n,k,time_us,method\nA100-SXM4-80GB,fp16,linear,256,4096,4096,55.5,kineto_sum\n");
        IExperiment experiment = Load("gemm.csv").Value!;
        LayerResult result = (LayerResult)experiment.Run();

        OperatorResult measured = Assert.Single(result.Operators, op => op.Origin == CostOrigin.Measured);
        Assert.Equal(55.5e-6, measured.TimeSeconds, 1e-15);
        Assert.Equal((1, 0), (result.Measured, result.Interpolated));

        // The resolved file may lie in another folder, and still finds the measurements.
        string again = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "run")).FullName, "resolved.yaml");
        File.WriteAllText(again, experiment.ResolvedYaml);
        Assert.Equal(result.TimeSeconds, ExperimentFile.Load(again).Value!.Run().TimeSeconds);
    }

    [Fact]
    public void Are_measurements_that_are_not_there_a_mistake()
    {
        Diagnostic mistake = Assert.Single(Load("nowhere.csv").Diagnostics);
        Assert.Equal("there is no such file", mistake.Problem);
    }

    private Loaded<IExperiment> Load(string costs)
    {
        string file = Path.Combine(_folder, "job.yaml");
        File.WriteAllText(file, $"experiment: layer\nmodel: llama-2-7b\ngpu: a100-sxm4-80gb\nsequence: 256\ncosts: [{costs}]\n");
        return ExperimentFile.Load(file);
    }
}
