using System.Text.Json;

namespace Orrery.Cli.Tests;

/// <summary>Predicted training steps beside measured ones.</summary>
public sealed class ValidateTrainingTests : IDisposable
{
    private const string Table = """
        id,group,gpu,n_acc,gpus_per_node,software,model,layers,hidden,ffn,heads,kv_heads,seq,vocab,precision,tp,pp,vpp,micro_batch,global_batch,step_time_s
        whole,mine,A100-SXM4-80GB,8,8,megatron-2022,GPT,24,2048,8192,16,16,2048,51200,fp16,8,1,1,4,8,0.5
        half,mine,A100-SXM4-80GB,8,8,megatron-2022,GPT,24,2048,8192,16,16,2048,51200,fp16,8,1,1,4,8,0.25
        batch,mine,A100-SXM4-80GB,8,8,megatron-2022,GPT,24,2048,8192,16,16,2048,51200,fp16,8,1,1,,8,0.5
        gpu,mine,Z100,8,8,megatron-2022,GPT,24,2048,8192,16,16,2048,51200,fp16,8,1,1,4,8,0.5

        """;

    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void What_does_a_person_see()
    {
        Assert.Equal(0, _cli.Run("validate", "training", _cli.Write("steps.csv", Table)));
        Assert.All(_cli.Out.Split('\n'), line => Assert.True(line.Length <= 120, line));
        Snapshot.Matches("validate-training.txt", _cli.Out);
    }

    [Fact]
    public void Does_json_hold_rows_mean_error_and_what_was_skipped()
    {
        Assert.Equal(0, _cli.Run("validate", "training", _cli.Write("steps.csv", Table), "--json"));
        using JsonDocument json = JsonDocument.Parse(_cli.Out);
        JsonElement[] rows = [.. json.RootElement.GetProperty("rows").EnumerateArray()];
        Assert.Equal(["whole", "half"], rows.Select(row => row.GetProperty("id").GetString()));
        Assert.All(rows, row => Assert.Equal("mine", row.GetProperty("group").GetString()));
        Assert.All(rows, row => Assert.Equal(
            (row.GetProperty("predicted_s").GetDouble() / row.GetProperty("measured_s").GetDouble()) - 1, row.GetProperty("error").GetDouble(), 1e-12));
        Assert.Equal(rows.Average(row => Math.Abs(row.GetProperty("error").GetDouble())), json.RootElement.GetProperty("mean_abs_error").GetDouble(), 1e-12);
        Assert.Equal(
            [("batch", "micro_batch is not known"), ("gpu", "there is no GPU 'Z100'")],
            json.RootElement.GetProperty("skipped").EnumerateArray().Select(row => (row.GetProperty("id").GetString()!, row.GetProperty("reason").GetString()!)));
    }

    [Fact]
    public void Is_a_table_without_rows_no_mistake()
    {
        Assert.Equal(0, _cli.Run("validate", "training", _cli.Write("steps.csv", Table.Split('\n')[0] + "\n"), "--json"));
        using JsonDocument json = JsonDocument.Parse(_cli.Out);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("mean_abs_error").ValueKind);
    }

    [Fact]
    public void Are_missing_columns_told_all_at_once()
    {
        Assert.Equal(2, _cli.Run("validate", "training", _cli.Write("steps.csv", Table.Replace("micro_batch", "micro_batches", StringComparison.Ordinal).Replace(",tp,", ",tpp,", StringComparison.Ordinal))));
        Assert.Empty(_cli.Out);
        Snapshot.Matches(Path.Combine("Mistakes", "validate-training-columns.txt"), _cli.Error);
    }

    [Fact]
    public void Is_a_missing_table_a_mistake()
    {
        Assert.Equal(2, _cli.Run("validate", "training", "nowhere.csv"));
        Assert.Contains("nowhere.csv: there is no such file", _cli.Error, StringComparison.Ordinal);
    }
}
