using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Orrery.Reporting.Folders;

/// <summary>A hash over every number of a result, to the last bit.</summary>
public static class StateHash
{
    public static string Of(JsonNode result) =>
        "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(result.ToJsonString())));

    /// <summary>The hash of a run's summary. What the experiment is called is no part of it.</summary>
    public static string OfSummary(JsonObject summary)
    {
        JsonObject numbers = summary.DeepClone().AsObject();
        numbers.Remove("name");
        return Of(numbers);
    }
}
