using System.Text.Json.Nodes;

namespace Orrery.Reporting.Comparing;

/// <summary>Two runs side by side, read from their summaries.</summary>
/// <param name="First">What the first one is.</param>
/// <param name="Second">What the second one is.</param>
/// <param name="Values">The numbers that both can have.</param>
/// <param name="Operators">Times of the operators, or of the parts of a training step, by name, in the order of the first run.</param>
public sealed record RunComparison(string First, string Second, IReadOnlyList<ComparedValue> Values, IReadOnlyList<ComparedValue> Operators)
{
    /// <summary>What explains the difference, in sentences.</summary>
    public IReadOnlyList<string> Explanation => [.. WhatExplains.Of(this)];

    /// <summary>The comparison of two summaries.</summary>
    public static RunComparison Of(JsonObject first, JsonObject second)
    {
        List<ComparedValue> values = [];
        foreach ((string group, string key, string name, string unit) in Single)
            Add(group, name, unit, Number(first[key]), Number(second[key]));
        AddAll("hit rates", "hit_rates", (json, key) => Number(json[key]));
        AddAll("units", "units", (json, key) => Number(json[key]?["share"]));
        AddAll("warps", "warp_states", (json, key) => Number(json[key]));
        return new RunComparison(Title(first), Title(second), values, OperatorsOf(first, second));

        void Add(string group, string name, string unit, double? one, double? other)
        {
            if (one is not null || other is not null)
                values.Add(new ComparedValue(group, name, unit, one, other));
        }

        void AddAll(string group, string key, Func<JsonObject, string, double?> value)
        {
            JsonObject one = first[key] as JsonObject ?? [];
            JsonObject other = second[key] as JsonObject ?? [];
            foreach (string name in one.Select(entry => entry.Key).Union(other.Select(entry => entry.Key)))
                Add(group, name, "share", value(one, name), value(other, name));
        }
    }

    /// <summary>The comparison for programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["first"] = First,
        ["second"] = Second,
        ["values"] = new JsonArray([.. Values.Select(Json)]),
        ["operators"] = new JsonArray([.. Operators.Select(Json)]),
        ["explanation"] = new JsonArray([.. Explanation.Select(sentence => (JsonNode)sentence)]),
    };

    /// <summary>The number of a name; null where neither or one run has it.</summary>
    public ComparedValue? Find(string name) => Values.FirstOrDefault(value => value.Name == name && value.Change is not null);

    // Where the time of a training step goes: its parts stand in the place of operators.
    private const string BreakdownKey = "breakdown";

    private static readonly (string Group, string Key, string Name, string Unit)[] Single =
    [
        ("whole", "time_s", "time", "s"),
        ("whole", "cycles", "cycles", "1"),
        ("whole", "clock_hz", "clock", "Hz"),
        ("whole", "warp_instructions", "warp instructions", "1"),
        ("whole", "warp_cycles", "warp cycles", "1"),
        ("whole", "dram_bytes_read", "DRAM bytes read", "B"),
        ("whole", "dram_bytes_written", "DRAM bytes written", "B"),
        ("whole", "energy_j", "energy", "J"),
        ("whole", "power_w", "power", "W"),
        ("whole", "sampling_error", "sampling error", "share"),
        ("whole", "tokens_per_s_per_gpu", "tokens a second of a GPU", "1"),
        ("whole", "mfu", "MFU", "share"),
        ("whole", "hfu", "HFU", "share"),
        ("whole", "memory_gib", "memory of the fullest GPU, GiB", "1"),
        ("whole", "host_memory_gib", "host memory of a GPU, GiB", "1"),
        ("whole", "nvme_gib", "NVMe of a GPU, GiB", "1"),
    ];

    private static JsonNode Json(ComparedValue value) => new JsonObject
    {
        ["group"] = value.Group,
        ["name"] = value.Name,
        ["unit"] = value.Unit,
        ["first"] = value.First,
        ["second"] = value.Second,
        ["change"] = value.Change,
    };

    private static string Title(JsonObject summary) =>
        string.Join(", ", new[] { summary["name"], summary["gpu"], summary["fidelity"] }.Select(node => node?.ToString()).OfType<string>());

    private static List<ComparedValue> OperatorsOf(JsonObject first, JsonObject second)
    {
        string group = first[BreakdownKey] is null ? "operators" : "parts";
        Dictionary<string, double> one = Times(first);
        Dictionary<string, double> other = Times(second);
        return [.. one.Keys.Union(other.Keys).Select(name => new ComparedValue(group, name, "s",
            one.TryGetValue(name, out double a) ? a : null, other.TryGetValue(name, out double b) ? b : null))];
    }

    private static Dictionary<string, double> Times(JsonObject summary)
    {
        Dictionary<string, double> times = [];
        foreach ((string name, JsonNode? seconds) in summary[BreakdownKey] as JsonObject ?? [])
            times[name.Replace('_', ' ')] = Number(seconds) ?? 0;
        foreach (JsonNode? work in summary["operators"] as JsonArray ?? [])
        {
            string name = work?["name"]?.ToString() ?? "";
            times[name] = times.GetValueOrDefault(name) + (Number(work?["time_s"]) ?? 0);
        }
        return times;
    }

    // A whole number of a summary that was not written yet is not a double.
    private static double? Number(JsonNode? node) => node is not JsonValue value ? null
        : value.TryGetValue(out double number) ? number : value.TryGetValue(out long whole) ? whole : null;
}
