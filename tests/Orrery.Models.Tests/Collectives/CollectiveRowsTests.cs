using Orrery.Configuration;
using Orrery.CostModels.Analytic;
using Orrery.CostModels.Constants;
using Orrery.CostModels.Measured;
using Orrery.Validation;
using Orrery.Workloads.Operators;

namespace Orrery.Models.Tests.Collectives;

public sealed class CollectiveRowsTests
{
    private const string Header = "gpu,topology,dtype,op,ranks,ranks_per_node,nodes,bytes,time_us,method\n";

    [Fact]
    public void Are_ranks_that_do_not_fill_servers_mistakes_with_their_line()
    {
        List<Diagnostic> mistakes = [];
        MeasuredTable? table = Read(mistakes,
            "A100-SXM4-80GB,,fp16,all_reduce,8,8,1,1024,20,nccl_tests",
            "A100-SXM4-80GB,,fp16,all_reduce,0,8,1,1024,20,nccl_tests",
            "A100-SXM4-80GB,,fp16,all_reduce,9,8,1,1024,20,nccl_tests",
            "A100-SXM4-80GB,,fp16,all_reduce,8,0,1,-5,20,nccl_tests");
        _ = Assert.Single(table!.Rows);
        Assert.Equal([3, 3, 4, 5, 5], mistakes.Select(mistake => mistake.Line).Order());
        Assert.Contains(mistakes, mistake => mistake.ToString().Contains("9 ranks do not fill servers of 8", StringComparison.Ordinal));
    }

    [Fact]
    public void Is_a_row_read_as_what_it_measured()
    {
        List<Diagnostic> mistakes = [];
        IReadOnlyList<MeasuredRow> rows = Read(mistakes,
            "A100-SXM4-80GB,a100_dgx,fp16,all_gather,16,8,2,1024,20,kineto_median",
            "A100-SXM4-80GB,a100_sxm node,bf16,all_reduce(vllm_eager),8,8,1,4096,44,eager_loop",
            "A100-SXM4-80GB,,bf16,gather_all,8,8,1,4096,44,eager_loop")!.Rows;
        Assert.Empty(mistakes);
        Assert.Equal(["all_gather 2 nodes", "all_reduce(vllm_eager)"], rows.Select(row => row.Class));
        Collective gather = Assert.IsType<Collective>(Assert.Single(rows[0].Work));
        Assert.Equal((CollectiveOperation.AllGather, 1024, 16, 8, false),
            (gather.Operation, gather.BufferBytes, gather.Ranks, gather.RanksPerNode, gather.PeerKernels));

        // Outside a graph vLLM copies the input first: 4096 bytes are read and written.
        Assert.Equal(8192, rows[1].Work[0].Bytes);
        Assert.True(Assert.IsType<Collective>(rows[1].Work[1]).PeerKernels);
    }

    [Theory]
    [InlineData("all_reduce", "nccl_tests", 12)]
    [InlineData("all_gather", "nccl_tests", 12)]
    [InlineData("all_reduce(vllm_graph)", "cudagraph", 12)]
    public void Is_the_error_within_its_bar_on_one_server(string operation, string method, double percent)
    {
        string file = Path.Combine(Repository.Measured, "collectives.csv");
        Assert.SkipUnless(File.Exists(file), $"there are no measurements at {file}");
        List<Diagnostic> mistakes = [];
        IEnumerable<MeasuredRow> rows = MeasuredTable.Read(file, mistakes)!.Rows
            .Where(row => row.Class == operation && row.Method.StartsWith(method, StringComparison.Ordinal));
        AccuracyGroup group = Assert.Single(AccuracyGroup.Of(
            new Validator(new AnalyticCost(), PhysicalConstants.Default).Compare(rows)));
        Assert.True(group.Rows >= 60, $"{group.Rows} rows");
        Assert.InRange(group.Mape, 0, percent);
    }

    private static MeasuredTable? Read(List<Diagnostic> mistakes, params string[] lines)
    {
        string folder = Directory.CreateTempSubdirectory("orrery-rows-").FullName;
        try
        {
            string file = Path.Combine(folder, "collectives-2.csv");
            File.WriteAllText(file, Header + string.Join('\n', lines) + "\n");
            return MeasuredTable.Read(file, mistakes);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
